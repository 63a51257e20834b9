import type { AnyElysia } from 'elysia'
import { type Address, bind } from './bind.ts'
import { DescriptorWatch } from './descriptor-watch.ts'
import type { Drain } from './drain.ts'
import type { Log } from './log.ts'
import { StartupError } from './startup-error.ts'

/** What a server tells the process that started it, where that one listens (an IPC channel). */
export type LifecycleMessage = { sepal: 'listening'; port: number } | { sepal: 'ready' }

export type ListenOptions = Address & {
  /** how long requests under way may take after a signal to stop, ms */
  drainMs: number
  /** how long it goes on accepting before that, for balancers to notice, ms */
  drainDelayMs: number
  /** is told when that begins */
  drain: Drain
  log: Log
  /** gives back what the server holds, once nothing is under way */
  release: () => Promise<void>
}

/** How long the last lines may take to be read, ms. */
const FLUSH_MS = 500

/**
 * Listens, and stops as a good citizen does: on SIGTERM or SIGINT it says that it is not ready, gives balancers
 * time to notice, accepts nothing new, finishes what is under way, releases what it holds and exits 0. With a parent
 * on an IPC channel it also stops when the parent is gone, and leaves SIGINT and SIGHUP, which a terminal sends to
 * all at once, to the parent's order.
 * @returns the port
 * @throws StartupError when the port is taken, or the host is no address of this machine
 */
export function listen(
  app: AnyElysia,
  { drainMs, drainDelayMs, drain, log, release, ...address }: ListenOptions,
): number {
  const bound = bind(app, address)
  // A server that is started again must be found at the same port.
  const watch =
    app.server &&
    new DescriptorWatch(app.server, {
      listen: () => {
        bind(app, { ...address, port: bound })
        if (app.server === null) throw new Error('it does not listen')
        return app.server
      },
      log,
    })

  const stop = async (reason: string) => {
    if (drain.isDraining) return
    drain.begin()
    log.info({ reason }, 'stopping')
    try {
      await Bun.sleep(drainDelayMs)
      const stopped = watch?.stop(false)
      drain.close()
      const drained = await Promise.race([stopped?.then(() => true), Bun.sleep(drainMs).then(() => false)])
      if (drained === false) {
        log.warn({ drainMs }, 'stopping although requests are still under way')
        await watch?.stop(true)
      }
      await release()
      log.info({}, 'stopped')
      // Whoever should read the log may have stopped reading.
      await Promise.race([log.flush(), Bun.sleep(FLUSH_MS)])
    } finally {
      process.exit(0)
    }
  }
  process.on('SIGTERM', () => stop('SIGTERM'))
  for (const signal of ['SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (process.send === undefined) stop(signal)
    })
  }
  process.on('disconnect', () => stop('the parent is gone'))

  log.info({ host: address.host, port: bound }, 'listening')
  announce({ sepal: 'listening', port: bound })
  return bound
}

/** Tells the process that started this one, if it listens. */
export function announce(message: LifecycleMessage) {
  process.send?.(message)
}

type RunOptions = {
  /** errors of these classes are reported by their message alone, as a StartupError is */
  expected?: readonly (new (
    ...values: never[]
  ) => Error)[]
}

/** Runs a server's `main`. If it cannot start, prints why and exits with 1; an unexpected error has its stack. */
export async function runMain(name: string, main: () => Promise<void>, { expected = [] }: RunOptions = {}) {
  try {
    await main()
  } catch (error) {
    const isExpected = [StartupError, ...expected].some((type) => error instanceof type)
    console.error(isExpected && error instanceof Error ? `${name}: ${error.message}` : error)
    process.exit(1)
  }
}
