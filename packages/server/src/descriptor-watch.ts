import { closeSync, openSync } from 'node:fs'
import type { Log } from './log.ts'

/** What of a listening server matters here. */
export type Acceptor = {
  stop(closeActiveConnections?: boolean): Promise<void>
  closeIdleConnections(): void
}

export type DescriptorWatchOptions = {
  /** listens again on the same port; throws where it cannot yet */
  listen: () => Acceptor
  /** whether so many more files can be opened now */
  canOpen?: (count: number) => boolean
  log: Pick<Log, 'warn'>
}

const EVERY_MS = 250
/** So many must be free again before connections are accepted: accepting one is of no use if it cannot be worked for. */
const RESERVE = 16

/**
 * Stops accepting connections while a process is out of file descriptors. Bun would go on trying to accept those that
 * wait, and spin. Idle connections are closed first; if that is not enough, nobody listens until some have ended, so
 * that callers are refused at once instead of waiting for nothing.
 */
export class DescriptorWatch {
  #server: Acceptor | undefined
  /** They do not listen any more, but have connections. */
  readonly #leaving = new Set<Acceptor>()
  #wasOut = false
  readonly #timer: Timer

  constructor(
    server: Acceptor,
    private readonly options: DescriptorWatchOptions,
  ) {
    this.#server = server
    this.#timer = setInterval(() => this.look(), EVERY_MS).unref()
  }

  /** Looks how things are, which happens by itself every 250 ms. */
  look() {
    const { canOpen = canOpenFiles } = this.options
    if (this.#server === undefined) {
      if (canOpen(RESERVE)) this.#listen()
      return
    }
    const isOut = !canOpen(1)
    if (isOut) this.#server.closeIdleConnections()
    // What was closed just now is counted only when the loop has come round.
    if (isOut && this.#wasOut) this.#leave(this.#server)
    this.#wasOut = isOut
  }

  /** Accepts nothing new; resolves when no connection is open, or at once where all are to be closed. */
  async stop(closeActiveConnections: boolean) {
    clearInterval(this.#timer)
    const servers = [...this.#leaving, ...(this.#server ? [this.#server] : [])]
    await Promise.all(servers.map((server) => server.stop(closeActiveConnections)))
  }

  #leave(server: Acceptor) {
    this.options.log.warn({}, 'out of file descriptors: connections are refused until some have ended')
    // Nothing else keeps the process alive when its last connection ends.
    this.#timer.ref()
    this.#server = undefined
    this.#leaving.add(server)
    server.stop(false).then(() => this.#leaving.delete(server))
  }

  #listen() {
    try {
      this.#server = this.options.listen()
    } catch {
      // Somebody else may have the port meanwhile; the next look tries again.
      return
    }
    this.#timer.unref()
    this.#wasOut = false
    this.options.log.warn({}, 'connections are accepted again')
  }
}

/** Whether so many more files can be opened now. */
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
