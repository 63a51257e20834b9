import type { AnyElysia } from 'elysia'
import { websocket } from 'elysia/ws'
import { requestTargets } from './request-target.ts'
import { StartupError } from './startup-error.ts'

export type Address = {
  /** name or address of this machine; `::` is every address of both families */
  host: string
  /** 0 takes any free port */
  port: number
  /** share the port with other processes that ask for it too, and its connections with them */
  reusePort?: boolean
  /** how long an answer may take, ms; Elysia's default of 30 s without one */
  answerMs?: number
}

/** Of a host that stands for every address of both families. */
const ANY = '::'
/** Every address, where there is no IPv6. */
const ANY_IPV4 = '0.0.0.0'

/**
 * Listens, and nothing more.
 * @returns the port
 * @throws StartupError when the port is taken, or the host is no address of this machine
 */
export function bind(app: AnyElysia, address: Address): number {
  // The host in a URL may have a single letter; Elysia otherwise takes the first 11 characters to be before the path.
  app.config.handler = { ...app.config.handler, standardHostname: false }
  app.compile()
  try {
    return serve(app, address)
  } catch (cause) {
    const isWithoutIpv6 = address.host === ANY && codeOf(cause) !== 'EADDRINUSE' && codeOf(cause) !== 'EACCES'
    if (isWithoutIpv6) return bind(app, { ...address, host: ANY_IPV4 })
    throw explained(cause, address)
  }
}

/** What `app.listen` does, but for the routes: those are found by the request line, see request-target.ts. */
function serve(app: AnyElysia, { host, port, reusePort = false, answerMs = 0 }: Address): number {
  const { routes, other } = requestTargets(app.routes, app.fetch)
  app.server = Bun.serve({
    hostname: host,
    port,
    routes,
    fetch: other,
    // Elysia's type lets options be undefined that Bun's does not; it passes them on just so.
    websocket: { ...app.config.websocket, ...websocket } as Bun.WebSocketHandler<unknown>,
    // Unless it is asked for, a second server on the port would silently take half of its connections.
    reusePort,
    // Bun closes a connection on which nothing moves, also one whose answer is being worked for.
    idleTimeout: idleSeconds(answerMs),
    development: false,
    // Bun's own limit answers 413 without a body; jsonBody keeps ours and says which it is.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
  })
  return app.server.port ?? port
}

/** A little more than an answer may take, up to the maximum that Bun takes. */
function idleSeconds(answerMs: number): number {
  return Math.min(255, Math.max(30, Math.ceil(answerMs / 1000) + 10))
}

const codeOf = (cause: unknown) => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

const OUT_OF_DESCRIPTORS: readonly unknown[] = ['EMFILE', 'ENFILE']

function explained(cause: unknown, { host, port }: Address): unknown {
  const code = codeOf(cause)
  if (OUT_OF_DESCRIPTORS.includes(code)) return cause
  if (!isOfThisMachine(host)) {
    return new StartupError(
      `HOST is ${JSON.stringify(host)}, expected an address of this machine or a name that leads to one`,
      { cause },
    )
  }
  if (code === 'EADDRINUSE') {
    return new StartupError(
      `port ${port} on ${host} is taken by another process; take another with PORT, or with --port and --free-ports of bun start`,
      { cause },
    )
  }
  if (code === 'EACCES') {
    return new StartupError(`port ${port} needs privileges that this process does not have`, { cause })
  }
  return cause
}

/** Whether a host can be listened on at all: of a name that it cannot resolve, Bun gives the code of an earlier failure. */
function isOfThisMachine(host: string): boolean {
  try {
    Bun.serve({ hostname: host, port: 0, fetch: () => new Response() }).stop(true)
    return true
  } catch {
    return false
  }
}
