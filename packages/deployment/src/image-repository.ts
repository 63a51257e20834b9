import { UsageError } from '@sepal/command-line'

/** What may come before the last part of an image's name, with or without a registry. */
const REPOSITORY = /^[a-z0-9][a-z0-9._:/-]*[a-z0-9]$/

/** Checks the prefix of the images' names. @throws UsageError for one that no image can have */
export function imageRepository(text: string): string {
  if (REPOSITORY.test(text)) return text
  throw new UsageError(`--repository is "${text}", expected one like "sepal" or "registry:5000/team"`)
}
