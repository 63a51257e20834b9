import { realpath } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { combinationOf, DecideError, type DecideRow, type Manifest, modulePathOf } from '@sepal/ensemble'
import { StartupError } from '@sepal/server'

/**
 * The function of the module that `combine` names, beside the manifest; nothing where a strategy decides.
 * @throws StartupError when it is not there, has no function as its default export, or does not decide by answers like
 * those that the classifiers give
 */
export async function loadDecide(folder: string, manifest: Manifest): Promise<DecideRow | undefined> {
  const path = modulePathOf(manifest.combine)
  if (path === undefined) return undefined
  const decideRow = await defaultExport(path, await fileOf(folder, path))
  try {
    combinationOf(manifest, decideRow).example()
  } catch (error) {
    if (!(error instanceof DecideError)) throw error
    const { cause, message } = error
    const why = cause === undefined ? message : `${message}: ${wordsOf(cause)}`
    throw new StartupError(`${why}. It was tried with a plausible answer of every classifier.`)
  }
  return decideRow
}

async function fileOf(folder: string, path: string): Promise<string> {
  const inside = await realpath(folder)
  const found = await realpath(join(folder, basename(path))).catch(() => undefined)
  if (found?.startsWith(inside + sep)) return found
  throw new StartupError(`combine is ${JSON.stringify(path)}, expected a file beside ensemble.json`)
}

async function defaultExport(path: string, file: string): Promise<DecideRow> {
  let exported: unknown
  try {
    exported = await import(file)
  } catch (cause) {
    throw new StartupError(`${path} cannot be loaded: ${wordsOf(cause)}`)
  }
  const decide: unknown = Object(exported).default
  if (typeof decide === 'function') return (answers) => decide(answers)
  const found = decide === undefined ? 'no default export' : `a ${typeof decide} as its default export`
  throw new StartupError(`${path} has ${found}, expected a function of the answers`)
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
