import { mkdir, stat } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { BenchError } from '../bench-error.ts'

/**
 * Makes the folder of a file, so that it is known before anything is measured whether results can go there.
 * @throws Error when they cannot
 */
export async function prepareFile(path: string) {
  const isFolder = path === '' || (await stat(path).catch(() => undefined))?.isDirectory()
  if (isFolder) throw new BenchError(`the results cannot go to ${JSON.stringify(path)}, expected a file`)
  try {
    await mkdir(dirname(path), { recursive: true })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new BenchError(`the results cannot go to ${relative(process.cwd(), path)}: ${reason}`, { cause })
  }
}
