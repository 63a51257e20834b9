import { randomUUID } from 'node:crypto'
import { open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { type KeyFile, KeyFileError, parseKeyFile } from './key-file.ts'

/**
 * Reads a file of keys; one that is not there has none.
 * @throws KeyFileError
 */
export async function readKeyFile(path: string): Promise<KeyFile> {
  const text = await textOf(path)
  if (text === undefined) return { keys: {} }
  try {
    return parseKeyFile(text)
  } catch (error) {
    if (error instanceof KeyFileError) throw new KeyFileError(`${path}: ${error.message}`, { cause: error })
    throw error
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    throw new KeyFileError(`${path} cannot be read`, { cause })
  }
}

/**
 * Writes a file of keys that only its owner can read. Whoever reads it meanwhile gets the old or the new one, whole; a
 * link stays a link.
 * @throws KeyFileError
 */
export async function writeKeyFile(path: string, file: KeyFile): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const draft = `${target}.${randomUUID()}`
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(file, null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, target)
  } catch (cause) {
    await rm(draft, { force: true })
    throw new KeyFileError(`${path} cannot be written: ${codeOf(cause)}`, { cause })
  }
}

const codeOf = (cause: unknown) => (cause instanceof Error && 'code' in cause ? cause.code : undefined)
