import { readCommandLine, UsageError } from '../../packages/server/src/command-line.ts'
import { imageRepository } from '../image-repository.ts'
import type { ImageSource } from './generated-files.ts'

export const USAGE = `Makes the Kubernetes manifests of an ensemble's classifiers, in docker/kubernetes/base.

Usage: bun run build:kubernetes [options]

  --models DIR         folder with ensemble.json (default: the models/ of this repository)
  --repository PREFIX  what stands before the images' names (default sepal: sepal/proxy, …)
  --tag TAG            the images' tag (default: the version of package.json)
  --check              write nothing: compare with the files that are there, and exit with 1 when one differs
  --help               print this
`

/** What the command line says. */
export type Arguments = { help: boolean; check: boolean; models: string } & ImageSource

/** Reads the command line. @throws UsageError naming the option, what it got and what is expected */
export function parseArguments(
  argv: readonly string[],
  defaults: { models: string; tag: string },
): Arguments {
  const { help, check, models = defaults.models, repository, tag = defaults.tag } = readOptions(argv)
  if (!/^\w[\w.-]{0,127}$/.test(tag)) {
    throw new UsageError(`--tag is "${tag}", expected letters, digits, ".", "_" and "-"`)
  }
  return { help, check, models, repository: imageRepository(repository), tag }
}

function readOptions(argv: readonly string[]) {
  const { values } = readCommandLine({
    args: [...argv],
    options: {
      models: { type: 'string' },
      repository: { type: 'string', default: 'sepal' },
      tag: { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return values
}
