import { existsSync } from 'node:fs'
import { join } from 'node:path'

const node = Bun.which('node')

/** What runs the Fastify contestant: Node where there is one, else Bun. */
export const nodeRuntime = node ?? process.execPath

const PYTHON = join(import.meta.dir, '../../contestants/python')
const interpreter = join(PYTHON, '.venv/bin/python')

/** The contestants in Python, if what they need is installed: see the README of their folder. */
export const pythonCommands = existsSync(interpreter)
  ? {
      fastapi: [interpreter, join(PYTHON, 'fastapi_server.py')],
      mosec: [interpreter, join(PYTHON, 'mosec_server.py')],
      triton: [interpreter, join(PYTHON, 'triton_server.py')],
    }
  : undefined

export type PythonCommands = NonNullable<typeof pythonCommands>

/** The commands of the processes that the launcher does not start. */
export const commands = {
  doNothing: bun('../../contestants/do-nothing.ts'),
  naive: bun('../../contestants/naive.ts'),
  monolith: bun('../../contestants/monolith.ts'),
  fastify: [nodeRuntime, join(import.meta.dir, '../../contestants/fastify.mjs')],
  bareClassifier: bun('../../contestants/bare-classifier.ts'),
  slowClassifier: bun('../../contestants/slow-classifier.ts'),
  proxy: bun('../../../proxy/src/main.ts'),
  score: [...bun('../../../sepal/src/main.ts'), 'score'],
}

/** The proxy of another checkout of Sepal. */
export function proxyOf(checkout: string): string[] {
  return [process.execPath, join(checkout, 'packages/proxy/src/main.ts')]
}

function bun(main: string): string[] {
  return [process.execPath, join(import.meta.dir, main)]
}
