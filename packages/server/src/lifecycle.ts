import type { AnyElysia } from 'elysia'
import { type Address, Binding } from './bind.ts'
import { ConnectionWatch } from './connection-watch.ts'
import type { Drain } from './drain.ts'
import { limitHeaders } from './header-limit.ts'
import type { Log } from './log.ts'
import type { ServedCertificate } from './served-certificate.ts'
import { StartupError } from './startup-error.ts'

/** What a server sends to its parent process over an IPC channel, if there is one. */
export type LifecycleMessage = { sepal: 'listening'; port: number } | { sepal: 'ready' }

export type ListenOptions = Omit<Address, 'tls'> & {
  /** speaks TLS with this certificate, and with each that replaces it; HTTP without */
  certificate?: ServedCertificate | undefined
  /** maximum number of open connections */
  maxConnections?: number
  /** maximum size of the head of a request, bytes */
  maxHeaderBytes?: number
  /** how long requests in flight may take to finish after a stop signal, ms */
  drainMs: number
  /** how long to keep accepting connections before that, so that load balancers notice, ms */
  drainDelayMs: number
  /** notified when draining begins */
  drain: Drain
  log: Log
  /** releases resources once nothing is in flight */
  release: () => Promise<void>
}

/** How long flushing the last log lines may take, ms. */
const FLUSH_MS = 500
/** Callers that come back at all come back within this time, even on a busy machine, ms. */
const QUIET_MS = 500

/**
 * Listens, and shuts down gracefully: on SIGTERM or SIGINT it reports that it is not ready, gives load balancers time
 * to notice, stops accepting connections, finishes the requests in flight, releases its resources and exits with 0.
 * With a parent on an IPC channel it also stops when the parent is gone, and leaves SIGINT and SIGHUP, which a terminal
 * sends to the whole group, to the parent.
 * @returns the port
 * @throws StartupError if the port is taken or the host is not an address of this machine
 */
export function listen(
  app: AnyElysia,
  {
    drainMs,
    drainDelayMs,
    maxConnections,
    maxHeaderBytes,
    drain,
    log,
    release,
    certificate,
    ...address
  }: ListenOptions,
): number {
  if (maxHeaderBytes !== undefined) limitHeaders(maxHeaderBytes)
  const binding = new Binding(app, { ...address, tls: certificate?.tls })
  const watch = new ConnectionWatch(binding.listen(), {
    listen: () => binding.listen(certificate?.tls),
    ...(maxConnections !== undefined && { maxConnections }),
    log,
  })
  // Bun ignores a certificate that is given to `reload` (https://github.com/oven-sh/bun/issues/43815).
  certificate?.onRenewal(() => watch.renew())

  const stop = async (reason: string) => {
    if (drain.isDraining) return
    drain.begin()
    log.info({ reason }, 'stopping')
    try {
      await Bun.sleep(drainDelayMs)
      const isShared = address.reusePort === true && drainDelayMs > 0
      const leftMs = drainMs - (isShared ? await untilQuiet(drain, drainMs / 2) : 0)
      certificate?.watch.stop()
      const stopped = watch.stop(false)
      drain.close()
      const drained = await Promise.race([stopped.then(() => true), Bun.sleep(leftMs).then(() => false)])
      if (drained === false) {
        log.warn({ drainMs }, 'stopping while requests are still in flight')
        await watch.stop(true)
      }
      await release()
      log.info({}, 'stopped')
      // The reader of the log may be gone.
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

  log.info({ host: address.host, port: binding.port }, 'listening')
  announce({ sepal: 'listening', port: binding.port })
  return binding.port
}

/**
 * Waits until no request came for a while, or for `maxMs`. Of a shared port the kernel still gives this process its part
 * of the connections, and those that it has not read from are reset when it stops listening. A caller whose connection
 * was closed reconnects to any of the processes, and stays if that one does not drain: so callers leave one by one, the
 * slower the longer an answer takes.
 * @returns how long it waited, ms
 */
async function untilQuiet(drain: Drain, maxMs: number): Promise<number> {
  let seen: number | undefined
  let waitedMs = 0
  while (seen !== drain.requests && waitedMs < maxMs) {
    seen = drain.requests
    const pauseMs = Math.min(QUIET_MS, maxMs - waitedMs)
    await Bun.sleep(pauseMs)
    waitedMs += pauseMs
  }
  return waitedMs
}

/** Sends a message to the parent process, if it listens. */
export function announce(message: LifecycleMessage) {
  process.send?.(message)
}

type RunOptions = {
  /** error classes that are reported by their message alone, like StartupError */
  expected?: readonly (new (
    ...values: never[]
  ) => Error)[]
}

/** Runs a server's `main`. If it fails, prints why and exits with 1; an unexpected error is printed with its stack. */
export async function runMain(name: string, main: () => Promise<void>, { expected = [] }: RunOptions = {}) {
  try {
    await main()
  } catch (error) {
    const isExpected = [StartupError, ...expected].some((type) => error instanceof type)
    console.error(isExpected && error instanceof Error ? `${name}: ${error.message}` : error)
    process.exit(1)
  }
}
