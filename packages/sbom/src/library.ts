import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A package of npm whose code is in, or comes with, what is published. */
export type Library = {
  name: string
  version: string
  /** an SPDX expression, as its package.json has it */
  license: string
  /** of its licence, if it has a file of it */
  text?: string | undefined
}

/**
 * The libraries that files come from, by name.
 * @param files absolute paths; those outside node_modules are this repository's own
 */
export async function librariesOf(files: readonly string[]): Promise<Library[]> {
  const folders = new Set(files.map(packageFolder).filter((folder) => folder !== undefined))
  const libraries = await Promise.all(Array.from(folders, readLibrary))
  // One that is installed twice, beside different peers, is still one.
  const unique = new Map(libraries.map((library) => [keyOf(library), library]))
  return [...unique.values()].toSorted((a, b) => keyOf(a).localeCompare(keyOf(b), 'en'))
}

/** What the lock file calls it. */
export function keyOf({ name, version }: Library): string {
  return `${name}@${version}`
}

/** The folder of the library that a file belongs to. */
function packageFolder(file: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]
}

async function readLibrary(folder: string): Promise<Library> {
  const { name, version, license }: Omit<Library, 'text'> = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  const [file] = (await readdir(folder)).filter((entry) => /^licen[cs]e/i.test(entry)).toSorted()
  const text = file === undefined ? undefined : await readFile(join(folder, file), 'utf8')
  return { name, version, license, text }
}
