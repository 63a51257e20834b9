import { isIPv6 } from 'node:net'
import type { ProblemError } from './problem.ts'
import { RouteTable } from './route-table.ts'
import { problemError } from './server-problems.ts'

type Answer = (request: Request) => Response | Promise<Response>
type RoutedRequest = Request & { readonly params: Readonly<Record<string, string>> }

/** Requests that must not reach a route, and why. `requestContext` throws it, so they are answered and logged like any other. */
const refusals = new WeakMap<Request, ProblemError>()

export function refusalOf(request: Request): ProblemError | undefined {
  return refusals.get(request)
}

/**
 * Decides by the request line alone which requests may reach a route. Elysia routes by `request.url`, in which the Host
 * header stands before the path and dot segments are resolved: a caller could choose the route with either, and pass by
 * a gateway that denies some paths. Bun's own router compares the path as it was sent.
 * @returns the handlers for Bun's router, and one for every request that it has no handler for
 */
export function requestTargets(routes: readonly { path: string; method: string }[], answer: Answer) {
  const table = new RouteTable()
  table.learn(routes)
  const asSent: Answer = (request) => answer(withHost(request))
  const other: Answer = (request) => {
    const received = withHost(request)
    const path = URL.parse(received.url)?.pathname ?? ''
    if (table.has(path)) {
      refuse(
        received,
        'not-found',
        'a path with `.`, `..` or a backslash between its slashes is not resolved',
      )
    }
    return answer(received)
  }
  const withParameters = (request: RoutedRequest) =>
    (Object.values(request.params).some(isResolved) ? other : asSent)(request)
  const handlers = table.paths.flatMap((path) => {
    const handler = path.includes(':') ? withParameters : asSent
    // A slash at the end makes no difference to Elysia's router.
    return path === '/'
      ? [[path, handler]]
      : [
          [path, handler],
          [`${path}/`, handler],
        ]
  })
  return { routes: Object.fromEntries(handlers), other }
}

/** Whether a URL does not have this segment as it was sent. */
const isResolved = (segment: string) => segment === '.' || segment === '..' || segment.includes('\\')

function refuse(request: Request, code: 'malformed-request' | 'not-found', detail: string) {
  if (refusals.has(request)) return
  const headers = code === 'malformed-request' ? { connection: 'close' } : {}
  refusals.set(request, problemError(code, detail, { headers }))
}

/** Most callers of a server name it the same way, so the last good Host is known without another look. */
let lastHost = ''

/** The request with a URL that has a host before its path; refused when its Host header is none. */
function withHost(request: Request): Request {
  const host = request.headers.get('host')
  if (host === lastHost && host !== '') return request
  if (host !== null && isHost(host)) {
    lastHost = host
    return request
  }
  // Where the Host is none, Bun's URL is the request's path alone. HTTP/1.0 needs no Host.
  const isPath = request.url.startsWith('/')
  const received = isPath ? new Request(`http://localhost${request.url}`, request) : request
  if (host !== null)
    refuse(
      received,
      'malformed-request',
      `host is ${JSON.stringify(host.slice(0, 80))}, expected a host name or address`,
    )
  return received
}

const HOST = /^(?:\[(?<ipv6>[^\]]+)\]|[\w.-]+)(?::(?<port>\d{1,5}))?$/

function isHost(text: string): boolean {
  const { ipv6, port = '0' } = HOST.exec(text)?.groups ?? { port: '65536' }
  return Number(port) <= 65_535 && (ipv6 === undefined || isIPv6(ipv6))
}
