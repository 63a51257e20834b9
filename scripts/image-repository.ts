import { UsageError } from '../packages/server/src/command-line.ts'

/** What Docker and Kubernetes take before the last part of an image's name, with or without a registry. */
const REPOSITORY = /^[a-z0-9][a-z0-9._:/-]*[a-z0-9]$/

/** What stands before the images' names. @throws UsageError when no image can have it */
export function imageRepository(text: string): string {
  if (REPOSITORY.test(text)) return text
  throw new UsageError(`--repository is "${text}", expected one like "sepal" or "registry:5000/team"`)
}
