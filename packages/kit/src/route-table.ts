/** Which methods each path takes, so that a wrong method can be told from an unknown path. */
export class RouteTable {
  readonly #methods = new Map<string, string[]>()

  /** Reads the routes of an app that is complete. */
  learn(routes: readonly { path: string; method: string }[]) {
    for (const { path, method } of routes) {
      const methods = this.#methods.get(path) ?? []
      if (!methods.includes(method)) this.#methods.set(path, [...methods, method])
    }
  }

  methodsAt(path: string): readonly string[] {
    return this.#methods.get(path) ?? []
  }
}
