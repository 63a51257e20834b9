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

type Server = Bun.Server<unknown>

/** A host that means every address of both families. */
const ANY = '::'
/** Every address, on a machine without IPv6. */
const ANY_IPV4 = '0.0.0.0'

/** The shortest host that Elysia can tell from the path in an `https` URL, characters; see `Binding`. */
const SHORTEST_TLS_HOST = 3

/**
 * An app at an address. What takes time is done once, so that a server that listens anew is back within a
 * millisecond.
 */
export class Binding {
  readonly #targets
  #host: string
  #port: number

  constructor(
    private readonly app: AnyElysia,
    private readonly address: Address,
  ) {
    const hasTls = address.tls !== undefined
    this.#host = address.host
    this.#port = address.port
    // Elysia looks for the path of a URL after 7 characters or after 11, so the host is that of an `http` URL, or of an
    // `https` URL with a host of at least three characters.
    app.config.handler = { ...app.config.handler, standardHostname: hasTls }
    app.compile()
    this.#targets = requestTargets({
      minHost: hasTls ? SHORTEST_TLS_HOST : 1,
      routes: app.routes,
      answer: app.fetch,
      answerAt: (route) => createBunRouteHandler(app, route),
    })
  }

  /** The port; once it has listened, the one that it had. */
  get port(): number {
    return this.#port
  }

  /**
   * Starts listening; again on the same port, if it has before and no longer does.
   * @param tls the certificate, if it is another one by now
   * @throws StartupError if the port is taken or the host is not an address of this machine
   */
  listen(tls = this.address.tls): Server {
    try {
      const server = this.#serve(tls)
      this.#port = server.port ?? this.#port
      this.app.server = server
      return server
    } catch (cause) {
      const isWithoutIpv6 = this.#host === ANY && codeOf(cause) !== 'EADDRINUSE' && codeOf(cause) !== 'EACCES'
      if (!isWithoutIpv6) throw explained(cause, this.#host, this.#port)
      this.#host = ANY_IPV4
      return this.listen(tls)
    }
  }

  /** Does what `app.listen` does, except that routes are matched by the request line; see request-target.ts. */
  #serve(tls: Tls | undefined): Server {
    const { reusePort = false, answerMs = 0 } = this.address
    return Bun.serve({
      hostname: this.#host,
      port: this.#port,
      routes: this.#targets.routes,
      fetch: this.#targets.other,
      // Elysia's type allows undefined options, Bun's does not; Elysia passes them on unchanged.
      websocket: { ...this.app.config.websocket, ...websocket } as Bun.WebSocketHandler<unknown>,
      // Off by default: a second server on the port would silently take half of its connections.
      reusePort,
      // Bun closes idle connections, including those whose response is still being computed.
      idleTimeout: idleSeconds(answerMs),
      development: false,
      ...(tls && { tls }),
      // Bun's own limit returns 413 without a body; jsonBody enforces ours and reports it.
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    })
  }
}

/**
 * Starts listening.
 * @returns the port
 * @throws StartupError if the port is taken or the host is not an address of this machine
 */
export function bind(app: AnyElysia, address: Address): number {
  const binding = new Binding(app, address)
  binding.listen()
  return binding.port
}

/** Slightly longer than a response may take, up to the maximum that Bun accepts. */
function idleSeconds(answerMs: number): number {
  return Math.min(255, Math.max(30, Math.ceil(answerMs / 1000) + 10))
}

const codeOf = (cause: unknown) => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

const OUT_OF_DESCRIPTORS: readonly unknown[] = ['EMFILE', 'ENFILE']

function explained(cause: unknown, host: string, port: number): unknown {
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
