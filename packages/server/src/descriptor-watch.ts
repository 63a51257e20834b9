import { closeSync, openSync } from 'node:fs'
import type { Log } from './log.ts'

/** The parts of a listening server that are used here. */
export type Acceptor = {
  stop(closeActiveConnections?: boolean): Promise<void>
  closeIdleConnections(): void
}

export type DescriptorWatchOptions = {
  /** listens on the same port again; throws if it cannot yet */
  listen: () => Acceptor
  /** whether this many more files can be opened now */
  canOpen?: (count: number) => boolean
  log: Pick<Log, 'warn'>
}

/** Each look wakes an idle process. */
const EVERY_MS = 1000
/** Once descriptors are short. */
const SHORT_MS = 250
/**
 * With fewer free descriptors, they are short. So many must be free before connections are accepted again: accepting
 * one is pointless if it cannot be served.
 */
const RESERVE = 16

/**
 * Stops accepting connections while a process is out of file descriptors; Bun would keep retrying and spin. Closes idle
 * connections first. If that is not enough, stops listening until some connections have ended, so that callers are
 * refused at once instead of hanging.
 */
export class DescriptorWatch {
  #server: Acceptor | undefined
  /** Servers that no longer listen but still have open connections. */
  readonly #leaving = new Set<Acceptor>()
  #wasOut = false
  #isShort = false
  #timer: Timer | undefined

  constructor(
    server: Acceptor,
    private readonly options: DescriptorWatchOptions,
  ) {
    this.#server = server
    this.#plan()
  }

  /** Checks once; it also runs by itself, every second, or every 250 ms while descriptors are short. */
  look() {
    const { canOpen = canOpenFiles } = this.options
    this.#isShort = !canOpen(RESERVE)
    if (this.#server === undefined) {
      if (!this.#isShort) this.#listen()
      return
    }
    const isOut = this.#isShort && !canOpen(1)
    if (isOut) this.#server.closeIdleConnections()
    // A connection that was just closed is only counted after a turn of the event loop.
    if (isOut && this.#wasOut) this.#leave(this.#server)
    this.#wasOut = isOut
  }

  /** Accepts no new connections; resolves when none is open, or at once if all are to be closed. */
  async stop(closeActiveConnections: boolean) {
    clearTimeout(this.#timer)
    const servers = [...this.#leaving, ...(this.#server ? [this.#server] : [])]
    await Promise.all(servers.map((server) => server.stop(closeActiveConnections)))
  }

  #plan() {
    const again = () => {
      this.look()
      this.#plan()
    }
    this.#timer = setTimeout(again, this.#isShort ? SHORT_MS : EVERY_MS)
    // While it does not listen, nothing else keeps the process alive once its last connection ends.
    if (this.#server !== undefined) this.#timer.unref()
  }

  #leave(server: Acceptor) {
    this.options.log.warn({}, 'out of file descriptors; refusing connections until some have ended')
    this.#server = undefined
    this.#leaving.add(server)
    server.stop(false).then(() => this.#leaving.delete(server))
  }

  #listen() {
    try {
      this.#server = this.options.listen()
    } catch {
      // Another process may have taken the port; the next check retries.
      return
    }
    this.#wasOut = false
    this.options.log.warn({}, 'accepting connections again')
  }
}

/** Whether this many more files can be opened now. */
function canOpenFiles(count: number): boolean {
  const opened: number[] = []
  try {
    while (opened.length < count) opened.push(openSync('/dev/null', 'r'))
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return code !== 'EMFILE' && code !== 'ENFILE'
  } finally {
    for (const descriptor of opened) closeSync(descriptor)
  }
}
