import { join, resolve } from 'node:path'

const ENTRIES = ['sepal', 'proxy', 'classifier', 'worker', 'healthcheck']

/**
 * Writes the command and the servers into one folder, where the servers look for each other and for the worker.
 * @returns the files that were bundled, absolute
 */
export async function writeBundle(folder: string): Promise<string[]> {
  const { metafile } = await Bun.build({
    entrypoints: ENTRIES.map((name) => join(import.meta.dir, '../src/entries', `${name}.ts`)),
    outdir: folder,
    target: 'bun',
    // What a command does not need is not loaded: `start` does without ONNX Runtime.
    splitting: true,
    external: ['onnxruntime-node'],
    naming: { entry: '[name].[ext]', chunk: 'chunk-[hash].[ext]', asset: '[name]-[hash].[ext]' },
    // Not minified: Elysia reads the source of handlers, and a stack trace should be of use.
    metafile: true,
  })
  return Object.keys(metafile?.inputs ?? {}).map((path) => resolve(path))
}
