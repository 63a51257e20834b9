import { join } from 'node:path'

const node = Bun.which('node')

/** What runs the Fastify contestant: Node where there is one, else Bun. */
export const nodeRuntime = node ?? process.execPath

/** The commands of the processes that the launcher does not start. */
export const commands = {
  doNothing: bun('../../contestants/do-nothing.ts'),
  naive: bun('../../contestants/naive.ts'),
  monolith: bun('../../contestants/monolith.ts'),
  fastify: [nodeRuntime, join(import.meta.dir, '../../contestants/fastify.mjs')],
  slowClassifier: bun('../../contestants/slow-classifier.ts'),
  proxy: bun('../../../proxy/src/main.ts'),
  score: [...bun('../../../sepal/src/main.ts'), 'score'],
}

function bun(main: string): string[] {
  return [process.execPath, join(import.meta.dir, main)]
}
