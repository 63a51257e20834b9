import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Distribution } from './distribution.ts'
import type { RequestFigures } from './request-figures.ts'

type Labels = Readonly<Record<string, string>>

/** A value and what it is of. There are as many as the manifest and the routes have names: never a caller's text. */
export type Sample<V = number> = { labels: Labels; value: V }

/** Figures that belong together; `samples` reads them where they are counted, when somebody asks. */
export type Family<V = number> = {
  name: string
  /** what is counted, and in which unit */
  help: string
  labels: readonly string[]
  samples: () => Iterable<Sample<V>>
}

/**
 * A server's figures for its operators, as Prometheus reads them. Nothing is counted here: a counter of prom-client's
 * makes a string for each increment, which is too much for a place that every row passes.
 */
export class Metrics {
  readonly #registry = new Registry()

  constructor(requests: RequestFigures) {
    this.#addRequests(requests)
    this.#addProcess()
  }

  /** The media type of `text`. */
  get contentType(): string {
    return this.#registry.contentType
  }

  /** All figures as they are now. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }

  /** Adds what only rises. */
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

  /** Adds what rises and falls. */
  gauge({ name, help, labels: labelNames, samples }: Family) {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const { labels, value } of samples()) this.set(labels, value)
      },
    })
  }

  /** Adds what is counted by size. */
  histogram(family: Family<Distribution>) {
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

  /** Under the names that Prometheus's own clients give them. */
  #addProcess() {
    const one = (value: () => number) => () => [{ labels: {}, value: value() }]
    const startedAt = performance.timeOrigin / 1000
    this.counter({
      name: 'process_cpu_seconds_total',
      help: 'Processor time spent, user and system',
      labels: [],
      samples: one(() => {
        const { user, system } = process.cpuUsage()
        return (user + system) / 1e6
      }),
    })
    this.gauge({
      name: 'process_resident_memory_bytes',
      help: 'Resident memory',
      labels: [],
      samples: one(() => process.memoryUsage.rss()),
    })
    this.gauge({
      name: 'process_start_time_seconds',
      help: 'When the process began, in seconds since 1970',
      labels: [],
      samples: one(() => startedAt),
    })
  }
}

/** A histogram of what was counted elsewhere. */
class ReadHistogram extends Histogram {
  constructor(private readonly family: Family<Distribution>) {
    super({ name: family.name, help: family.help, labelNames: family.labels, registers: [] })
  }

  /** What prom-client asks for when it writes a metric as text; its types leave it out. */
  async getForPromString() {
    const { name, help } = this.family
    return { name, help, type: 'histogram', values: [...this.family.samples()].flatMap(seriesOf(name)) }
  }
}

/** Of each distribution: a count for each upper bound (`le`), the sum and the count of all. */
function seriesOf(name: string) {
  return ({ labels, value }: Sample<Distribution>) => {
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
