import type { Span } from '../tracing/span.ts'
import { Distribution, SECONDS } from './distribution.ts'
import { Exemplars } from './exemplar.ts'

/** Stands for unknown methods and paths, since callers can send any number of them. */
const NO_ROUTE = 'none'

/** The counts for one method of one route. */
export class RouteFigures {
  /** responses by status */
  readonly statuses = new Map<number, number>()
  /** response times, s */
  readonly seconds = new Distribution(SECONDS)
  /** of those, the last in each bucket that was traced */
  readonly exemplars = new Exemplars()

  constructor(
    readonly method: string,
    readonly route: string,
  ) {}

  /** @param span where the request is traced */
  record(status: number, ms: number, span?: Pick<Span, 'traceId' | 'spanId'>) {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
    const bucket = this.seconds.record(ms / 1000)
    if (span === undefined) return
    const { traceId, spanId } = span
    this.exemplars.record(bucket, { traceId, spanId, value: ms / 1000, at: Date.now() / 1000 })
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
