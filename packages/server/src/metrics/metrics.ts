import type { Tally } from './distribution.ts'
import type { Exposition, Form } from './exposition.ts'
import type { AskedFamily, Families, Family } from './family.ts'
import { processFigures } from './process-figures.ts'
import type { RequestFigures } from './request-figures.ts'
import { type Listening, serverFigures } from './server-figures.ts'

/**
 * A server's metrics for Prometheus. Nothing is counted here: a prom-client counter builds a string per increment, which
 * is too much for code that every row passes.
 */
export class Metrics implements Families {
  readonly #added: ((to: Families) => void)[] = []
  readonly #expositions = new Map<Form, Exposition>()
  #server: Listening | null = null

  constructor(requests: RequestFigures) {
    this.#addRequests(requests)
    processFigures(this)
    serverFigures(this, () => this.#server)
  }

  /** The content type of `text`. */
  async contentType(form: Form = 'text'): Promise<string> {
    return (await this.#in(form)).contentType
  }

  /** All current values. @param server which listens, if one does */
  async text(server: Listening | null = null, form: Form = 'text'): Promise<string> {
    this.#server = server
    return (await this.#in(form)).text()
  }

  /** Adds a counter, whose name ends with `_total`. */
  counter(family: Family) {
    this.#add((to) => to.counter(family))
  }

  /** Adds a gauge. */
  gauge(family: Family | AskedFamily) {
    this.#add((to) => to.gauge(family))
  }

  /** Adds a histogram. */
  histogram(family: Family<Tally>) {
    this.#add((to) => to.histogram(family))
  }

  #add(add: (to: Families) => void) {
    this.#added.push(add)
    for (const exposition of this.#expositions.values()) add(exposition)
  }

  /**
   * Made when it is first asked for: most are only ever asked for one. To load its library takes longer than most of what
   * a server does before it listens.
   */
  async #in(form: Form): Promise<Exposition> {
    const { Exposition } = await import('./exposition.ts')
    const known = this.#expositions.get(form)
    if (known !== undefined) return known
    const exposition = new Exposition(form)
    for (const add of this.#added) add(exposition)
    this.#expositions.set(form, exposition)
    return exposition
  }

  #addRequests(requests: RequestFigures) {
    this.counter({
      name: 'sepal_requests_total',
      help: 'Requests answered, by route and status',
      labels: ['method', 'route', 'status'],
      *samples() {
        for (const { method, route, statuses } of requests.all()) {
          for (const [status, value] of statuses)
            yield { labels: { method, route, status: `${status}` }, value }
        }
      },
    })
    this.histogram({
      name: 'sepal_request_duration_seconds',
      help: 'Time from the head of a request to its answer',
      labels: ['method', 'route'],
      *samples() {
        for (const { method, route, seconds, exemplars } of requests.all())
          yield { labels: { method, route }, value: seconds, exemplars }
      },
    })
  }
}
