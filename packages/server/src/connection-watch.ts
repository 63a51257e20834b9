import type { Log } from './log.ts'
import { canOpenFiles, openFiles } from './open-files.ts'

/** The parts of a listening server that are used here. */
export type Acceptor = {
  stop(closeActiveConnections?: boolean): Promise<void>
  closeIdleConnections(): void
}

export type ConnectionWatchOptions = {
  /** listens on the same port again; throws if it cannot yet */
  listen: () => Acceptor
  /** maximum number of open connections */
  maxConnections?: number
  /** how many files and connections are open; nothing if it cannot be known */
  open?: () => number | undefined
  /** whether this many more files can be opened now */
  canOpen?: (count: number) => boolean
  log: Pick<Log, 'warn' | 'error'>
}

/** Each look wakes an idle process. */
const EVERY_MS = 1000
/** Once room is short. */
const SHORT_MS = 250
/**
 * With room for fewer, it is short. There must be room for so many before connections are accepted again: accepting one
 * is pointless if it cannot be served.
 */
const RESERVE = 16

type Shortage = 'out of file descriptors' | 'there are as many connections as may be'

/**
 * Stops accepting connections while a process is out of file descriptors, where Bun would keep retrying and spin, or has
 * as many connections as it may. Closes idle connections first. If that is not enough, stops listening until some
 * connections have ended, so that callers are refused at once instead of hanging. Between two looks there may be more
 * connections than that.
 */
export class ConnectionWatch {
  #server: Acceptor | undefined
  /** Servers that no longer listen but still have open connections. */
  readonly #leaving = new Set<Acceptor>()
  /** open before there are connections */
  readonly #filesOfOurOwn: number
  #wasOut = false
  #isShort = false
  #timer: Timer | undefined

  constructor(
    server: Acceptor,
    private readonly options: ConnectionWatchOptions,
  ) {
    this.#server = server
    const { open = openFiles } = options
    this.#filesOfOurOwn = open() ?? 0
    this.#plan()
  }

  /** Checks once; it also runs by itself, every second, or every 250 ms while room is short. */
  look() {
    this.#isShort = this.#shortageOf(RESERVE) !== undefined
    if (this.#server === undefined) {
      if (!this.#isShort && this.#listen()) this.options.log.warn({}, 'accepting connections again')
      return
    }
    const shortage = this.#isShort ? this.#shortageOf(1) : undefined
    if (shortage) this.#server.closeIdleConnections()
    // A connection that was just closed is only counted after a turn of the event loop.
    if (shortage && this.#wasOut) {
      this.options.log.warn({}, `${shortage}; refusing connections until some have ended`)
      this.#leave(this.#server)
    }
    this.#wasOut = shortage !== undefined
  }

  /**
   * Listens anew, for what a server cannot change while it listens. Connections with a request in flight, and WebSockets,
   * stay with the server that has them; idle ones are closed. A process that does not listen just now, or no longer,
   * stays so.
   */
  renew() {
    if (this.#server === undefined) return
    this.#leave(this.#server)
    if (!this.#listen()) this.options.log.error({}, 'cannot listen on the port again; trying until it can')
    clearTimeout(this.#timer)
    this.#plan()
  }

  /** Accepts no new connections; resolves when none is open, or at once if all are to be closed. */
  async stop(closeActiveConnections: boolean) {
    clearTimeout(this.#timer)
    if (this.#server !== undefined) this.#leaving.add(this.#server)
    this.#server = undefined
    await Promise.all(Array.from(this.#leaving, (server) => server.stop(closeActiveConnections)))
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

  /** Why there is no room for so many more connections, if there is none. */
  #shortageOf(count: number): Shortage | undefined {
    const { canOpen = canOpenFiles, open = openFiles, maxConnections } = this.options
    if (!canOpen(count)) return 'out of file descriptors'
    if (maxConnections === undefined) return undefined
    const connections = (open() ?? 0) - this.#filesOfOurOwn
    return connections + count > maxConnections ? 'there are as many connections as may be' : undefined
  }

  #leave(server: Acceptor) {
    this.#server = undefined
    this.#leaving.add(server)
    server.stop(false).then(() => this.#leaving.delete(server))
  }

  /** Whether it listens now; another process may have taken the port, and the next check retries. */
  #listen(): boolean {
    try {
      this.#server = this.options.listen()
    } catch {
      return false
    }
    this.#wasOut = false
    return true
  }
}
