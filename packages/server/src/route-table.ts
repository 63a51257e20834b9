import { nearest } from './nearest.ts'

/** Longer paths are not compared with those of the routes: it would take a while. */
const MAX_LENGTH = 200

/** The methods of each path, to tell a wrong method from an unknown path. */
export class RouteTable {
  readonly #methods = new Map<string, Set<string>>()

  /** Reads the routes of a finished app. GET routes also answer HEAD. */
  learn(routes: readonly { path: string; method: string }[]) {
    for (const { path, method } of routes) {
      const methods = this.#methods.get(path) ?? new Set()
      methods.add(method)
      if (method === 'GET') methods.add('HEAD')
      this.#methods.set(path, methods)
    }
  }

  /** The paths of the routes, as declared. */
  get paths(): readonly string[] {
    return [...this.#methods.keys()]
  }

  /** Whether the path has a route. */
  has(path: string): boolean {
    return this.#at(path).size > 0
  }

  /** The methods that a path supports over plain HTTP. */
  methodsAt(path: string): readonly string[] {
    return [...this.#at(path)].filter((method) => method !== 'WS')
  }

  /** Whether the path accepts WebSocket connections. */
  isSocket(path: string): boolean {
    return this.#at(path).has('WS')
  }

  /**
   * The path that was probably meant by one without a route: what follows a prefix that a gateway has kept, or else the
   * path of a route with a similar name.
   */
  meantBy(path: string): { path: string; prefix?: string } | undefined {
    if (path.length > MAX_LENGTH) return undefined
    for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
      const rest = path.slice(at)
      if (rest !== '/' && this.has(rest)) return { path: rest, prefix: path.slice(0, at) }
    }
    const near = nearest(path, this.paths)
    return near === undefined ? undefined : { path: near }
  }

  /** Ignores one trailing slash, as the router does. */
  #at(path: string): ReadonlySet<string> {
    const withoutSlash = path.replace(/(.)\/$/, '$1')
    const exact = this.#methods.get(path) ?? this.#methods.get(withoutSlash)
    if (exact !== undefined) return exact
    const pattern = [...this.#methods.keys()].find((known) => isAt(withoutSlash, known))
    return this.#methods.get(pattern ?? '') ?? new Set()
  }
}

/** Whether a path matches a route with parameters such as `/console/:file`, each of which is one segment. */
function isAt(path: string, pattern: string): boolean {
  if (!pattern.includes(':')) return false
  const [found, expected] = [path.split('/'), pattern.split('/')]
  return (
    found.length === expected.length &&
    expected.every((segment, i) => segment === found[i] || (segment.startsWith(':') && found[i] !== ''))
  )
}
