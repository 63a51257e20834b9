import { join } from 'node:path'
import { $ } from 'bun'

/** What a tag may be: a version with a "+" has none. */
export const TAG = /^\w[\w.-]{0,127}$/

/** The version of the project that a folder with models is of, if it can be a tag. */
export async function projectVersion(folder: string): Promise<string | undefined> {
  const version = await projectField(folder, 'version')
  return version !== undefined && TAG.test(version) ? version : undefined
}

/** A field of the `package.json` beside the models, or of that in the folder above. */
export async function projectField(folder: string, field: string): Promise<string | undefined> {
  for (const place of [folder, join(folder, '..')]) {
    const file = Bun.file(join(place, 'package.json'))
    const value: unknown = Object(await file.json().catch(() => undefined))[field]
    if (typeof value === 'string') return value
  }
  return undefined
}

/** The git commit, marked if the working tree has changes that are not committed; undefined outside a repository. */
export async function commitOf(folder: string): Promise<string | undefined> {
  if (Bun.which('git') === null) return undefined
  const { exitCode, stdout } = await $`git describe --always --dirty --exclude='*'`
    .cwd(folder)
    .quiet()
    .nothrow()
  return exitCode === 0 ? stdout.toString().trim() : undefined
}
