import { join } from 'node:path'
import type { Ensemble } from '@sepal/contract'
import client from '../package.json' with { type: 'json' }
import { root, sources } from './compiler.ts'

/**
 * The client with Eden and the event parser in one file, for every runtime with `fetch`.
 * @param ensemble what the client is told of the one ensemble that it is for
 */
export async function code(ensemble?: Ensemble): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [join(sources, 'index.ts')],
    target: 'browser',
    format: 'esm',
    minify: true,
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
  return (await Promise.all(outputs.map((output) => output.text()))).join('')
}

/** The licence of this repository, and those of the bundled libraries. */
export async function licenses(): Promise<string> {
  const ours = await Bun.file(join(root, 'LICENSE')).text()
  const others = Object.keys(client.dependencies).filter((library) => !withoutLicense.test(library))
  const theirs = await Promise.all(
    others.map(async (library) => {
      const text = await Bun.file(join(root, 'packages/client/node_modules', library, 'LICENSE')).text()
      return `\n---\n\nThe code has ${library} in it:\n\n${text}`
    }),
  )
  return [ours, ...theirs].join('')
}

/** Eden needs Elysia only for its types; the others are this repository's. */
const withoutLicense = /^(?:elysia$|@sepal\/)/
