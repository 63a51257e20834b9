import type { AnyElysia } from 'elysia'
import { createBunRouteHandler } from 'elysia/adapter/bun/compose'
import { websocket } from 'elysia/ws'
import { requestTargets } from './request-target.ts'
import { StartupError } from './startup-error.ts'

export type Address = {
  /** host name or address of this machine; `::` means every address of both families */
  host: string
  /** 0 picks any free port */
  port: number
  /** share the port, and its connections, with other processes that set this */
  reusePort?: boolean
  /** maximum time to respond, ms; 30 s, Elysia's default, if not set */
  answerMs?: number
}

/** A host that means every address of both families. */
const ANY = '::'
/** Every address, on a machine without IPv6. */
const ANY_IPV4 = '0.0.0.0'

/**
 * Starts listening.
 * @returns the port
 * @throws StartupError if the port is taken or the host is not an address of this machine
 */
export function bind(app: AnyElysia, address: Address): number {
  // Without this, Elysia assumes that a URL's path starts after 11 characters; a host may be a single letter.
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

/** Does what `app.listen` does, except that routes are matched by the request line; see request-target.ts. */
function serve(app: AnyElysia, { host, port, reusePort = false, answerMs = 0 }: Address): number {
  const { routes, other } = requestTargets({
    routes: app.routes,
    answer: app.fetch,
    answerAt: (route) => createBunRouteHandler(app, route),
  })
  app.server = Bun.serve({
    hostname: host,
    port,
    routes,
    fetch: other,
    // Elysia's type allows undefined options, Bun's does not; Elysia passes them on unchanged.
    websocket: { ...app.config.websocket, ...websocket } as Bun.WebSocketHandler<unknown>,
    // Off by default: a second server on the port would silently take half of its connections.
    reusePort,
    // Bun closes idle connections, including those whose response is still being computed.
    idleTimeout: idleSeconds(answerMs),
    development: false,
    // Bun's own limit returns 413 without a body; jsonBody enforces ours and reports it.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
  })
  return app.server.port ?? port
}

/** Slightly longer than a response may take, up to the maximum that Bun accepts. */
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
      `HOST is ${JSON.stringify(host)}, expected an address of this machine or a name that resolves to one`,
      { cause },
    )
  }
  if (code === 'EADDRINUSE') {
    return new StartupError(
      `port ${port} on ${host} is taken by another process; choose another with PORT, or with sepal start's --port or --free-ports`,
      { cause },
    )
  }
  if (code === 'EACCES') {
    return new StartupError(`port ${port} needs privileges that this process does not have`, { cause })
  }
  return cause
}

/** Whether a host can be listened on: for a name that it cannot resolve, Bun reports the code of an earlier failure. */
function isOfThisMachine(host: string): boolean {
  try {
    Bun.serve({ hostname: host, port: 0, fetch: () => new Response() }).stop(true)
    return true
  } catch {
    return false
  }
}
