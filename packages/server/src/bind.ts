import type { AnyElysia } from 'elysia'
import { createBunRouteHandler } from 'elysia/adapter/bun/compose'
import { websocket } from 'elysia/ws'
import { requestTargets } from './request-target.ts'
import { StartupError } from './startup-error.ts'
import type { Tls } from './tls.ts'

export type Address = {
  /** host name or address of this machine; `::` means every address of both families */
  host: string
  /** 0 picks any free port */
  port: number
  /** share the port, and its connections, with other processes that set this */
  reusePort?: boolean
  /** maximum time to respond, ms; 30 s, Elysia's default, if not set */
  answerMs?: number
  /** speaks TLS with this certificate; HTTP without */
  tls?: Tls | undefined
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
  // Elysia looks for the path of a URL after 7 characters or after 11, so the host is that of an `http` URL, or of an
  // `https` URL with a host of at least three characters.
  app.config.handler = { ...app.config.handler, standardHostname: address.tls !== undefined }
  app.compile()
  try {
    return serve(app, address)
  } catch (cause) {
    const isWithoutIpv6 = address.host === ANY && codeOf(cause) !== 'EADDRINUSE' && codeOf(cause) !== 'EACCES'
    if (isWithoutIpv6) return bind(app, { ...address, host: ANY_IPV4 })
    throw explained(cause, address)
  }
}

/** See `bind`. */
const SHORTEST_TLS_HOST = 3

/** Does what `app.listen` does, except that routes are matched by the request line; see request-target.ts. */
function serve(app: AnyElysia, { host, port, reusePort = false, answerMs = 0, tls }: Address): number {
  const { routes, other } = requestTargets({
    minHost: tls ? SHORTEST_TLS_HOST : 1,
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
    ...(tls && { tls }),
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
  if (typeof code === 'string' && code.startsWith('ERR_BORINGSSL')) {
    return new StartupError('TLS_CERT and TLS_KEY do not fit each other, or one cannot be read as PEM', {
      cause,
    })
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
