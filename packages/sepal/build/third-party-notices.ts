import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

type Library = { name: string; version: string; license: string; text: string | undefined }

/**
 * The licences of the libraries that files come from, one after the other by name.
 * @param files absolute paths of what was bundled; those outside node_modules are this repository's own
 */
export async function thirdPartyNotices(files: readonly string[]): Promise<string> {
  const folders = new Set(files.map(packageFolder).filter((folder) => folder !== undefined))
  const libraries = await Promise.all(Array.from(folders, readLibrary))
  const sorted = libraries.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b), 'en'))
  return `The files in dist contain code of these libraries.\n${sorted.map(notice).join('')}`
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

function keyOf({ name, version }: Library): string {
  return `${name}@${version}`
}

function notice({ name, version, license, text }: Library): string {
  const rule = '-'.repeat(80)
  const body = text?.trim() ?? `It names its licence, ${license}, and has no text of it.`
  return `\n${rule}\n${name} ${version} (${license})\n\n${body}\n`
}
