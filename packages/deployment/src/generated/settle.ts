import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EXIT } from '@sepal/command-line'
import { StartupError } from '@sepal/server/startup-error'
import { structuredPatch } from 'diff'
import { type Difference, differences, type State } from './difference.ts'
import { isStamp } from './stamp.ts'

export type Settling = {
  /** write nothing */
  check: boolean
  /** write over what is not as it was generated */
  force: boolean
  /** folders that may have no wanted files, and then are cleared of those that were generated */
  optional?: readonly string[]
  /** the file or the folder that is made, as the user wrote it */
  what: string
  /** how the user would write the path of a file */
  shown: (path: string) => string
  /** the command that writes it */
  command: string
  /** where changes of the user's own belong, for who has edited a file */
  advice: string
}

const WORDS: Record<State, string> = {
  missing: 'is missing',
  'out of date': 'is out of date',
  edited: 'was edited by hand',
  foreign: 'is there already, and was not made by sepal',
  'left over': 'is left over from an earlier run',
}

/** Lines of a file's difference that are shown. */
const MOST_LINES = 20

/**
 * Makes the files below a folder the wanted ones, or with `check` says how they differ.
 * @returns the exit code
 * @throws StartupError, before anything is written, when that would overwrite what was not generated
 */
export async function settle(
  wanted: ReadonlyMap<string, string>,
  folder: string,
  { check, force, optional, what, shown, command, advice }: Settling,
): Promise<number> {
  const found = await differences(wanted, folder, optional)
  if (found.length === 0) {
    console.log(`${what} is up to date`)
    return EXIT.ok
  }
  const kept = found.filter(({ state }) => state === 'edited' || state === 'foreign')
  const isEdited = kept.some(({ state }) => state === 'edited')
  const way = `${isEdited ? advice : 'write to another place with --out'}, or overwrite with --force`
  if (check) {
    for (const one of found) console.log(told(one, shown))
    console.log(kept.length > 0 ? way : `${command} writes what is missing or out of date`)
    return EXIT.failed
  }
  if (kept.length > 0 && !force) {
    throw new StartupError(`nothing is written: ${kept.map((one) => told(one, shown)).join('\n')}\n${way}`)
  }
  for (const { path, state, wanted: text } of found) {
    const place = join(folder, path)
    if (state === 'left over') await rm(place)
    else {
      await mkdir(dirname(place), { recursive: true })
      await Bun.write(place, text)
    }
    console.log(`${state === 'left over' ? 'removed' : 'wrote'} ${shown(path)}`)
  }
  return EXIT.ok
}

/** One sentence, and for a file that differs the lines: "-" is there, "+" would be written. */
function told({ path, state, found, wanted }: Difference, shown: (path: string) => string): string {
  const sentence = `${shown(path)} ${WORDS[state]}`
  if (state !== 'out of date' && state !== 'edited') return sentence
  const { hunks } = structuredPatch('', '', found, wanted, '', '', { context: 0 })
  const lines = hunks.flatMap((hunk) => hunk.lines).filter((line) => !isStamp(line.slice(1)))
  const rest = lines.length - MOST_LINES
  const more = rest > 0 ? [`… and ${rest} more lines`] : []
  return [sentence, ...lines.slice(0, MOST_LINES), ...more].join('\n  ')
}
