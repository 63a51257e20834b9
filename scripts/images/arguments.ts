import { isAbsolute, relative, resolve } from 'node:path'
import { readCommandLine, UsageError } from '../../packages/server/src/command-line.ts'
import { imageRepository } from '../image-repository.ts'

export const USAGE = `Builds the container images of an ensemble: one for each classifier, with its model, and one for the proxy.

Usage: bun run build:images [options]

  --models DIR         folder with ensemble.json and the models, in this repository (default models)
  --repository PREFIX  what stands before the images' names (default sepal: sepal/proxy, …)
  --npmrc FILE         settings for a package registry that asks who you are; no image keeps them
  --help               print this

Each image gets two tags, the version of package.json and the git commit. It needs Docker with BuildKit.
`

/** What the command line says. */
export type Arguments = {
  help: boolean
  /** relative to the root of the repository, which is what Docker builds from */
  models: string
  repository: string
  npmrc?: string
}

/**
 * Reads the command line.
 * @param root the repository
 * @throws UsageError naming the option, what it got and what is expected
 */
export function parseArguments(argv: readonly string[], root: string): Arguments {
  const { help, models, repository, npmrc } = readOptions(argv)
  const folder = relative(root, resolve(models))
  if (folder === '' || folder.startsWith('..') || isAbsolute(folder)) {
    throw new UsageError(
      `--models is "${models}", expected a folder in the repository: Docker builds from it`,
    )
  }
  return {
    help,
    models: folder,
    repository: imageRepository(repository),
    ...(npmrc !== undefined && { npmrc: resolve(npmrc) }),
  }
}

function readOptions(argv: readonly string[]) {
  const { values } = readCommandLine({
    args: [...argv],
    options: {
      models: { type: 'string', default: 'models' },
      repository: { type: 'string', default: 'sepal' },
      npmrc: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return values
}
