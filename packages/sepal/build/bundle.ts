import { join, resolve } from 'node:path'

const ENTRIES = ['sepal', 'proxy', 'classifier', 'worker', 'healthcheck']

/** The files that each file of a bundle was made of, absolute. */
export type Bundled = ReadonlyMap<string, readonly string[]>

/** Writes the command and the servers into one folder, where the servers look for each other and for the worker. */
export async function writeBundle(folder: string): Promise<Bundled> {
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
  const outputs = Object.entries(metafile?.outputs ?? {})
  return new Map(
    outputs.map(([name, { inputs }]) => [join(name), Object.keys(inputs).map((path) => resolve(path))]),
  )
}
