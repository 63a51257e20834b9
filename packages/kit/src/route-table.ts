/** Which methods each path takes, so that a wrong method can be told from an unknown path. */
export class RouteTable {
  readonly #methods = new Map<string, Set<string>>()

  /** Reads the routes of an app that is complete. A GET route answers HEAD too; a WebSocket starts as a GET. */
  learn(routes: readonly { path: string; method: string }[]) {
    for (const { path, method } of routes) {
      const methods = this.#methods.get(path) ?? new Set()
      if (method === 'GET') methods.add('GET').add('HEAD')
      else methods.add(method === 'WS' ? 'GET' : method)
      this.#methods.set(path, methods)
    }
  }

  /** The methods of a path; one slash at its end makes no difference, as it makes none to the router. */
  methodsAt(path: string): readonly string[] {
    const methods = this.#methods.get(path) ?? this.#methods.get(path.replace(/(.)\/$/, '$1'))
    return methods ? [...methods] : []
  }
}
