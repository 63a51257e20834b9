import { Distribution } from './distribution.ts'

/** Upper bounds of response times, s: a row takes a few ms, and the default deadline is one second. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Stands for unknown methods and paths, since callers can send any number of them. */
const NO_ROUTE = 'none'

/** The counts for one method of one route. */
export class RouteFigures {
  /** responses by status */
  readonly statuses = new Map<number, number>()
  /** response times, s */
  readonly seconds = new Distribution(SECONDS)

  constructor(
    readonly method: string,
    readonly route: string,
  ) {}

  record(status: number, ms: number) {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
    this.seconds.record(ms / 1000)
  }
}

/** Counts the requests of a server: updated after each response, read on each scrape. */
export class RequestFigures {
  readonly #routes = new Map<string, Map<string, RouteFigures>>()

  /** @param route the path as declared; `undefined` if no route matched */
  of(method: string, route: string | undefined): RouteFigures {
    const path = route ?? NO_ROUTE
    const verb = route === undefined ? NO_ROUTE : method
    return this.#routes.get(path)?.get(verb) ?? this.#add(verb, path)
  }

  *all(): Generator<RouteFigures> {
    for (const methods of this.#routes.values()) yield* methods.values()
  }

  #add(method: string, route: string): RouteFigures {
    const figures = new RouteFigures(method, route)
    const methods = this.#routes.get(route) ?? new Map<string, RouteFigures>()
    this.#routes.set(route, methods.set(method, figures))
    return figures
  }
}
