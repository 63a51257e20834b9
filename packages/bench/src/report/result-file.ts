import { mkdir, stat } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { BenchError } from '../bench-error.ts'

/**
 * Creates the folder of a file before anything is measured, to know whether results can be written there.
 * @throws BenchError when they cannot
 */
export async function prepareFile(path: string) {
  const isFolder = path === '' || (await stat(path).catch(() => undefined))?.isDirectory()
  if (isFolder) throw new BenchError(`results cannot be written to ${JSON.stringify(path)}, expected a file`)
  try {
    await mkdir(dirname(path), { recursive: true })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new BenchError(`results cannot be written to ${relative(process.cwd(), path)}: ${reason}`, {
      cause,
    })
  }
}
