import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { generatedFolders } from './generated-files.ts'

/** How a file on disk differs from what the manifest gives. */
export type Difference = { path: string; state: 'missing' | 'different' | 'of no classifier' }

/** The differences between the files that the manifest gives and those in `base`. */
export async function differences(files: ReadonlyMap<string, string>, base: string): Promise<Difference[]> {
  const found: Difference[] = []
  for (const [path, text] of files) {
    const file = Bun.file(join(base, path))
    if (!(await file.exists())) found.push({ path, state: 'missing' })
    else if ((await file.text()) !== text) found.push({ path, state: 'different' })
  }
  for (const folder of generatedFolders) {
    for (const name of await namesIn(join(base, folder))) {
      const path = `${folder}/${name}`
      if (!files.has(path)) found.push({ path, state: 'of no classifier' })
    }
  }
  return found
}

/** Writes missing and different files, and removes those of classifiers that are gone. */
export async function settle(found: readonly Difference[], files: ReadonlyMap<string, string>, base: string) {
  for (const { path } of found) {
    const text = files.get(path)
    if (text === undefined) await rm(join(base, path))
    else await Bun.write(join(base, path), text)
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // A missing folder counts as empty.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
