import { join } from 'node:path'
import { $ } from 'bun'

/** What a tag may be: a version with a "+" has none. */
export const TAG = /^\w[\w.-]{0,127}$/

/** The version of the project that a folder with models is of: in the `package.json` in it, or in the folder above. */
export async function projectVersion(folder: string): Promise<string | undefined> {
  for (const place of [folder, join(folder, '..')]) {
    const found = await versionIn(join(place, 'package.json'))
    if (found !== undefined) return found
  }
  return undefined
}

async function versionIn(path: string): Promise<string | undefined> {
  const content: unknown = await Bun.file(path)
    .json()
    .catch(() => undefined)
  const version: unknown = Object(content).version
  return typeof version === 'string' && TAG.test(version) ? version : undefined
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
