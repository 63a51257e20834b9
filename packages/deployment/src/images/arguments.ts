import { isAbsolute, relative, resolve } from 'node:path'
import { Command, flag, type Parsed, text, UsageError, value } from '@sepal/command-line'
import { imageRepository } from '../options.ts'

export const imagesCommand = new Command({
  name: 'build:images',
  invocation: 'bun run build:images',
  summary:
    'Builds the container images of an ensemble: one for each classifier, with its model, and one for the proxy.',
  options: {
    models: text({
      placeholder: 'DIR',
      help: 'folder with ensemble.json and the models, inside this repository',
      default: 'models',
    }),
    repository: value({
      placeholder: 'PREFIX',
      help: "prefix of the images' names, as in sepal/proxy",
      default: 'sepal',
      parse: imageRepository,
    }),
    together: flag({
      help: 'build one image instead, which runs the proxy and all classifiers in one process',
    }),
    npmrc: text({
      placeholder: 'FILE',
      help: 'settings for a package registry that needs credentials; no image keeps them',
    }),
  },
  notes: [
    'Each image gets two tags: the version in package.json and the git commit. Docker with BuildKit is required.',
  ],
  examples: [['--models my-models --repository my-team', 'another ensemble']],
})

/** What to build. */
export type Arguments = {
  /** relative to the root of the repository, which is the build context */
  models: string
  repository: string
  together: boolean
  npmrc?: string
}

/**
 * @param root the repository
 * @throws UsageError for a folder outside the repository
 */
export function argumentsOf(
  { models, repository, together, npmrc }: Parsed<typeof imagesCommand>,
  root: string,
): Arguments {
  const folder = relative(root, resolve(models))
  if (folder === '' || folder.startsWith('..') || isAbsolute(folder)) {
    throw new UsageError(
      `--models is ${JSON.stringify(models)}, expected a folder in the repository, which is Docker's build context`,
    )
  }
  return { models: folder, repository, together, ...(npmrc !== undefined && { npmrc: resolve(npmrc) }) }
}
