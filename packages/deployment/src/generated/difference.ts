import { readdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { originOf } from './stamp.ts'

/** What is on disk for a file that should be there: nothing, an older version, one edited by hand, something else. */
export type State = 'missing' | 'out of date' | 'edited' | 'foreign' | 'left over'

export type Difference = {
  /** relative to the folder */
  path: string
  state: State
  /** what is there; '' for a missing one */
  found: string
  /** what should be there; '' for one that is left over */
  wanted: string
}

/**
 * How the files below a folder differ from the wanted ones. A file that was generated, lies beside a wanted one and is
 * none of them is left over from an earlier run.
 * @param optional folders in which there may be no wanted file, but left-over ones
 */
export async function differences(
  wanted: ReadonlyMap<string, string>,
  folder: string,
  optional: readonly string[] = [],
): Promise<Difference[]> {
  const found: Difference[] = []
  for (const [path, text] of wanted) {
    const there = await textOf(join(folder, path))
    if (there === undefined) found.push({ path, state: 'missing', found: '', wanted: text })
    else if (there.replaceAll('\r\n', '\n') !== text) {
      found.push({ path, state: STATES[originOf(there)], found: there, wanted: text })
    }
  }
  return [...found, ...(await leftOver(wanted, folder, optional))]
}

const STATES = { generated: 'out of date', edited: 'edited', foreign: 'foreign' } as const

/** Only in folders below: beside a file in the folder itself lies whatever the user has there. */
async function leftOver(
  wanted: ReadonlyMap<string, string>,
  folder: string,
  optional: readonly string[],
): Promise<Difference[]> {
  const beside = [...wanted.keys()].map((path) => dirname(path)).filter((path) => path !== '.')
  const folders = new Set([...beside, ...optional])
  const found: Difference[] = []
  for (const below of folders) {
    for (const name of await readdir(join(folder, below)).catch(() => [])) {
      const path = join(below, name)
      const text = wanted.has(path) ? undefined : await textOf(join(folder, path))
      if (text !== undefined && originOf(text) === 'generated') {
        found.push({ path: relative('.', path), state: 'left over', found: text, wanted: '' })
      }
    }
  }
  return found
}

/** Undefined for what does not exist, and for a folder. */
async function textOf(path: string): Promise<string | undefined> {
  return Bun.file(path)
    .text()
    .catch(() => undefined)
}
