import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { CreateError } from './create-error.ts'

/** What may be in a folder that counts as empty: `git init` came first. */
const ALLOWED = ['.git']

/** @throws CreateError for a folder that has something in it, or is none */
export async function needEmpty(folder: string): Promise<void> {
  const facts = await stat(folder).catch(() => undefined)
  if (facts === undefined) return
  const shown = relative('', folder) || 'this folder'
  if (!facts.isDirectory()) throw new CreateError(`${shown} is a file; choose another name`)
  const names = (await readdir(folder)).filter((name) => !ALLOWED.includes(name))
  if (names.length === 0) return
  const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '')
  throw new CreateError(`${shown} is not empty (${some}); choose another name, or empty it first`)
}

/**
 * Makes the folder.
 * @returns what takes back everything that was written since, with the folders above that were new
 */
export async function makeFolder(folder: string): Promise<() => Promise<void>> {
  const first = await mkdir(folder, { recursive: true })
  if (first !== undefined) return () => rm(first, { recursive: true, force: true })
  return async () => {
    const names = (await readdir(folder)).filter((name) => !ALLOWED.includes(name))
    await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })))
  }
}
