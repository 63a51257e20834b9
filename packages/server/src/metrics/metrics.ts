import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Tally } from './distribution.ts'
import type { AskedFamily, Families, Family, Sample } from './family.ts'
import { processFigures } from './process-figures.ts'
import type { RequestFigures } from './request-figures.ts'
import { type Listening, serverFigures } from './server-figures.ts'

/**
 * A server's metrics in Prometheus format. Nothing is counted here: a prom-client counter builds a string per
 * increment, which is too much for code that every row passes.
 */
export class Metrics implements Families {
  readonly #registry = new Registry()
  #server: Listening | null = null

  constructor(requests: RequestFigures) {
    this.#addRequests(requests)
    processFigures(this)
    serverFigures(this, () => this.#server)
  }

  /** The content type of `text`. */
  get contentType(): string {
    return this.#registry.contentType
  }

  /** All current values. @param server which listens, if one does */
  text(server: Listening | null = null): Promise<string> {
    this.#server = server
    return this.#registry.metrics()
  }

  /** Adds a counter. */
  counter({ name, help, labels: labelNames, samples }: Family) {
    new Counter({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const { labels, value } of samples()) this.inc(labels, value)
      },
    })
  }

  /** Adds a gauge. */
  gauge({ name, help, labels: labelNames, samples }: Family | AskedFamily) {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      async collect() {
        const now = await samples()
        this.reset()
        // Without labels, a gauge that was reset is 0, though nothing may be known of it.
        if (labelNames.length === 0) this.remove()
        for (const { labels, value } of now) this.set(labels, value)
      },
    })
  }

  /** Adds a histogram. */
  histogram(family: Family<Tally>) {
    this.#registry.registerMetric(new ReadHistogram(family))
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
        for (const { method, route, seconds } of requests.all())
          yield { labels: { method, route }, value: seconds }
      },
    })
  }
}

/** A histogram over distributions that are counted elsewhere. */
class ReadHistogram extends Histogram {
  constructor(private readonly family: Family<Tally>) {
    super({ name: family.name, help: family.help, labelNames: family.labels, registers: [] })
  }

  /** Called by prom-client to render a metric; missing from its types. */
  async getForPromString() {
    const { name, help } = this.family
    return { name, help, type: 'histogram', values: [...this.family.samples()].flatMap(seriesOf(name)) }
  }
}

/** For each distribution: a count per upper bound (`le`), the sum and the total count. */
function seriesOf(name: string) {
  return ({ labels, value }: Sample<Tally>) => {
    const counts = value.cumulative()
    return [
      ...counts.map((count, i) => ({
        metricName: `${name}_bucket`,
        labels: { ...labels, le: `${value.bounds[i] ?? '+Inf'}` },
        value: count,
      })),
      { metricName: `${name}_sum`, labels, value: value.sum },
      { metricName: `${name}_count`, labels, value: counts.at(-1) ?? 0 },
    ]
  }
}
