import { stat } from 'node:fs/promises'
import type { Log } from './log.ts'

/** How soon a change is noticed; a look costs a few microseconds for each file. */
const EVERY_MS = 2000

export type FileWatchOptions = {
  /** reads the files again; a failure is logged, and tried again when they change again */
  onChange: () => Promise<void> | void
  log: Pick<Log, 'error'>
}

/**
 * Notices when files are replaced or written. It asks for their state instead of being notified: a mounted Kubernetes
 * Secret changes by the swap of a link two folders up, and a mounted file of Docker not at all for its inode's watchers.
 */
export class FileWatch {
  #seen: string
  #timer: Timer | undefined
  #isStopped = false

  private constructor(
    private readonly files: readonly string[],
    first: string,
    private readonly options: FileWatchOptions,
  ) {
    this.#seen = first
    this.#plan()
  }

  /** Begins to watch; the files' present state is taken before they are first read, so that no change is missed. */
  static async start(files: readonly string[], options: FileWatchOptions): Promise<FileWatch> {
    return new FileWatch(files, await stateOf(files), options)
  }

  /** Looks once; it also does so by itself every two seconds. */
  async look() {
    const state = await stateOf(this.files)
    if (state === this.#seen) return
    this.#seen = state
    try {
      await this.options.onChange()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.options.log.error({ files: this.files }, `what changed is not used: ${why}`)
    }
  }

  stop() {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  #plan() {
    this.#timer = setTimeout(async () => {
      await this.look()
      if (!this.#isStopped) this.#plan()
    }, EVERY_MS).unref()
  }
}

/** What changes with a file: links are followed, since another one behind them is another inode. */
async function stateOf(files: readonly string[]): Promise<string> {
  const states = await Promise.all(
    files.map(async (file) => {
      try {
        const { ino, mtimeMs, ctimeMs, size } = await stat(file)
        return `${ino}:${mtimeMs}:${ctimeMs}:${size}`
      } catch {
        return 'none'
      }
    }),
  )
  return states.join(' ')
}
