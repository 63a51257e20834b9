import { readFile } from 'node:fs/promises'
import { entriesOf, type KeyEntry, KeyFileError, KeyRing, parseKeyFile } from '@sepal/keys'
import { FileWatch, type Log, StartupError } from '@sepal/server'

/** The keys of a file that is read again when it changes. */
export type WatchedKeys = { keys: KeyRing; watch: FileWatch }

/**
 * Reads the keys of callers, and again whenever the file changes: one that cannot be used is logged, and the keys stay
 * as they are.
 * @throws StartupError if the file cannot be read or is no file of keys
 */
export async function watchKeys(file: string, log: Pick<Log, 'info' | 'error'>): Promise<WatchedKeys> {
  const watch = await FileWatch.start([file], {
    onChange: async () => {
      keys.replace(await readEntries(file))
      log.info({ keys: keys.keys.map(({ name }) => name) }, 'the file of keys has changed')
    },
    log,
  })
  const keys = new KeyRing(await entriesAtStart(file, watch))
  return { keys, watch }
}

async function entriesAtStart(file: string, watch: FileWatch): Promise<KeyEntry[]> {
  try {
    return await readEntries(file)
  } catch (cause) {
    watch.stop()
    throw new StartupError(`API_KEYS_FILE is ${JSON.stringify(file)}: ${messageOf(cause)}`, { cause })
  }
}

async function readEntries(file: string): Promise<KeyEntry[]> {
  return entriesOf(parseKeyFile(await readFile(file, 'utf8')))
}

function messageOf(cause: unknown): string {
  if (cause instanceof KeyFileError) return `${cause.message}; sepal key makes such files`
  return cause instanceof Error && 'code' in cause ? `it cannot be read (${cause.code})` : String(cause)
}
