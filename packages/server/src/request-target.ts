import type { ProblemError } from './problem.ts'
import { RouteTable } from './route-table.ts'
import { problemError } from './server-problems.ts'

type Answer = (request: Request) => Response | Promise<Response>
type Route = { path: string; method: string }

/** An app, to be asked through its own router or at one of its routes. */
export type Routed<R extends Route> = {
  routes: readonly R[]
  answer: Answer
  answerAt: (route: R) => Answer
  /** the shortest Host that the app can tell from a path, characters */
  minHost?: number
}
type RoutedRequest = Request & { readonly params: Readonly<Record<string, string>> }

/**
 * Requests that must not reach a route, and why. `requestContext` throws the error, so they are answered and logged
 * like any other.
 */
const refusals = new WeakMap<Request, ProblemError>()

export function refusalOf(request: Request): ProblemError | undefined {
  return refusals.get(request)
}

/**
 * Routes by the request line alone. Elysia routes by `request.url`, which contains the Host header and has dot segments
 * resolved, so a caller could choose a route with either and bypass a gateway that blocks paths. Bun's router compares
 * the path as it was sent.
 * @returns handlers for Bun's router, and one for requests that match none of them
 */
export function requestTargets<R extends Route>(app: Routed<R>) {
  const table = new RouteTable()
  table.learn(app.routes)
  const { minHost = 1 } = app
  const asSent: Answer = (request) => app.answer(withHost(request, minHost))
  const other: Answer = (request) => {
    const received = withHost(request, minHost)
    const path = URL.parse(received.url)?.pathname ?? ''
    if (table.has(path)) {
      refuse(
        received,
        'not-found',
        'a path with `.`, `..` or a backslash between its slashes is not resolved',
      )
    }
    return app.answer(received)
  }
  const handlers = table.paths.flatMap((path) => {
    const found = table.isSocket(path) ? asSent : foundRoute(app, path)
    const checked = (handler: Answer) => (path.includes(':') ? unlessResolved(handler, other) : handler)
    // Elysia's router ignores a trailing slash.
    return path === '/'
      ? [[path, checked(found)]]
      : [
          [path, checked(found)],
          [`${path}/`, checked(asSent)],
        ]
  })
  return { routes: Object.fromEntries(handlers), other }
}

/** Elysia would look for the route that Bun has found already, which costs as much as all checks of a small request. */
function foundRoute<R extends Route>(
  { routes, answer, answerAt, minHost = 1 }: Routed<R>,
  path: string,
): Answer {
  const own = routes.filter((route) => route.path === path)
  const handlers = new Map<string, Answer>()
  const handlerOf = (method: string) => {
    const route = own.find((one) => one.method === method)
    if (route === undefined) return answer
    const handler = answerAt(route)
    handlers.set(method, handler)
    return handler
  }
  return (request) => {
    const received = withHost(request, minHost)
    // A request that was made anew has no parameters of Bun's router.
    if (received !== request) return answer(received)
    return (handlers.get(request.method) ?? handlerOf(request.method))(request)
  }
}

const unlessResolved = (handler: Answer, other: Answer) => (request: RoutedRequest) =>
  (Object.values(request.params).some(isResolved) ? other : handler)(request)

/** Whether resolving a URL would change this segment. */
const isResolved = (segment: string) => segment === '.' || segment === '..' || segment.includes('\\')

function refuse(request: Request, code: 'malformed-request' | 'not-found', detail: string) {
  if (refusals.has(request)) return
  const headers = code === 'malformed-request' ? { connection: 'close' } : {}
  refusals.set(request, problemError(code, detail, { headers }))
}

/** Most callers send the same Host, so the last valid one is accepted without checking again. */
let lastHost = ''

/** The request with a full URL; rejected if its Host header is invalid. */
function withHost(request: Request, minHost: number): Request {
  const host = request.headers.get('host')
  if (host === lastHost && host !== '') return request
  if (host !== null && host.length >= minHost && isHost(host)) {
    lastHost = host
    return request
  }
  // Without a valid Host, Bun's URL is just the path. HTTP/1.0 needs no Host.
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
  return Number(port) <= 65_535 && (ipv6 === undefined || URL.canParse(`http://[${ipv6}]`))
}
