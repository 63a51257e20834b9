import { dirname, join } from 'node:path'
import { StartupError } from '@sepal/server/startup-error'
import { Glob } from 'bun'

/** Docker's name of each processor, and Node's. */
export const PROCESSORS = { amd64: 'x64', arm64: 'arm64' } as const

export type Processor = keyof typeof PROCESSORS

export function isProcessor(text: string): text is Processor {
  return Object.hasOwn(PROCESSORS, text)
}

/** A file of ONNX Runtime: where it is here, and where in an image. */
export type RuntimeFile = { from: string; to: string }

/**
 * What a model needs of ONNX Runtime's package on Linux: it holds the libraries of five platforms, and six parts of
 * seven are of others.
 * @throws StartupError when the package is not installed, or has nothing for that processor
 */
export async function runtimeFiles(processor: Processor): Promise<RuntimeFile[]> {
  const runtime = packageFolder('onnxruntime-node', import.meta.dir)
  const common = packageFolder('onnxruntime-common', runtime)
  const library = `bin/napi-v6/linux/${PROCESSORS[processor]}`
  const libraries = await filesIn(runtime, 'onnxruntime-node', [`${library}/*`])
  if (libraries.length === 0) throw new StartupError(`onnxruntime-node has no libraries in ${library}`)
  return [
    ...libraries,
    ...(await filesIn(runtime, 'onnxruntime-node', CODE)),
    ...(await filesIn(common, 'onnxruntime-common', CODE)),
  ]
}

const CODE = ['package.json', 'dist/**/*.{js,cjs,mjs,json}']

async function filesIn(folder: string, name: string, patterns: readonly string[]): Promise<RuntimeFile[]> {
  const found = await Promise.all(
    patterns.map((pattern) => Array.fromAsync(new Glob(pattern).scan({ cwd: folder, followSymlinks: true }))),
  )
  return found
    .flat()
    .sort()
    .map((file) => ({ from: join(folder, file), to: join('node_modules', name, file) }))
}

function packageFolder(name: string, from: string): string {
  try {
    return dirname(Bun.resolveSync(`${name}/package.json`, from))
  } catch {
    throw new StartupError(`${name} is not installed; npm install brings it`)
  }
}
