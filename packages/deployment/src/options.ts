import { flag, text, UsageError, value } from '@sepal/command-line'
import { TAG } from './project.ts'
import { isSystemName } from './system-name.ts'

/** What may come before the last part of an image's name, with or without a registry. */
const REPOSITORY = /^[a-z0-9][a-z0-9._:/-]*[a-z0-9]$/

/** Options of several commands. */
export const options = {
  models: text({
    placeholder: 'DIR',
    help: 'folder with ensemble.json and the models',
    defaultText: 'this folder, else models in it',
  }),
  repository: value({
    placeholder: 'PREFIX',
    help: "prefix of the images' names, as in sepal/proxy",
    defaultText: "the ensemble's name",
    parse: imageRepository,
  }),
  tag: value({
    placeholder: 'TAG',
    help: "the images' tag",
    defaultText: 'the version in package.json, else latest',
    parse: imageTag,
  }),
  keys: flag({ help: 'callers need keys, and classifiers a token of the proxy (docs/keys.md)' }),
  check: flag({ help: 'write nothing; exit with 1 and show the difference if a file is not up to date' }),
  force: flag({ help: 'overwrite files that were edited by hand, or are of something else' }),
}

/** The option that names the system. @param what it is the name of */
export function nameOption(what: string) {
  return value({
    placeholder: 'NAME',
    help: what,
    defaultText: "the ensemble's name",
    parse(given, option) {
      if (isSystemName(given)) return given
      const expected = 'at most 63 of a-z, 0-9 and "-", the first a letter'
      throw new UsageError(`${option} is ${JSON.stringify(given)}, expected ${expected}`)
    },
  })
}

/** @throws UsageError for a prefix that no image's name can have */
function imageRepository(given: string, option: string): string {
  if (REPOSITORY.test(given) && !given.includes('//')) return given
  throw new UsageError(
    `${option} is ${JSON.stringify(given)}, expected one like "sepal" or "registry:5000/team", without capitals`,
  )
}

function imageTag(given: string, option: string): string {
  if (TAG.test(given)) return given
  throw new UsageError(`${option} is ${JSON.stringify(given)}, expected letters, digits, ".", "_" and "-"`)
}
