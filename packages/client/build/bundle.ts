import { join, resolve } from 'node:path'
import type { Ensemble } from '@sepal/contract'
import { type Library, librariesOf } from '@sepal/sbom'
import { root, sources } from './compiler.ts'

export type Bundle = {
  code: string
  /** whose code is in it */
  libraries: Library[]
}

/**
 * The client with Eden and the event parser in one file, for every runtime with `fetch`.
 * @param ensemble what the client is told of the one ensemble that it is for
 */
export async function bundle(ensemble?: Ensemble): Promise<Bundle> {
  const { outputs, metafile } = await Bun.build({
    entrypoints: [join(sources, 'index.ts')],
    target: 'browser',
    format: 'esm',
    minify: true,
    metafile: true,
    plugins: [
      {
        name: 'this-ensemble',
        setup: (build) => {
          build.onLoad({ filter: /\/this-ensemble\.ts$/ }, () => ({
            contents: `export const thisEnsemble = ${JSON.stringify(ensemble)}`,
            loader: 'js',
          }))
        },
      },
    ],
  })
  const texts = await Promise.all(outputs.map((output) => output.text()))
  const files = Object.keys(metafile?.inputs ?? {}).map((path) => resolve(path))
  return { code: texts.join(''), libraries: await librariesOf(files) }
}

/** The licence of this repository, and those of the bundled libraries. */
export async function licenses(libraries: readonly Library[]): Promise<string> {
  const ours = await Bun.file(join(root, 'LICENSE')).text()
  const theirs = libraries.map(
    ({ name, license, text = license }) => `\n---\n\nThe code has ${name} in it:\n\n${text}`,
  )
  return [ours, ...theirs].join('')
}
