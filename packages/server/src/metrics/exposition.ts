import {
  Counter,
  Gauge,
  Histogram,
  type OpenMetricsContentType,
  type PrometheusContentType,
  Registry,
} from 'prom-client'
import type { Tally } from './distribution.ts'
import type { Exemplar } from './exemplar.ts'
import type { AskedFamily, Families, Family, Sample } from './family.ts'

/** The forms in which Prometheus reads metrics. Only OpenMetrics has a place for exemplars. */
export type Form = 'text' | 'openMetrics'

/** Metrics written in one form. */
export class Exposition implements Families {
  readonly #registry: Registry<PrometheusContentType> | Registry<OpenMetricsContentType>

  constructor(private readonly form: Form) {
    this.#registry = form === 'text' ? new Registry() : openMetricsRegistry()
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  /** All current values. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }

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

  histogram(family: Family<Tally>) {
    this.#registry.registerMetric(new ReadHistogram(family, this.form))
  }
}

function openMetricsRegistry(): Registry<OpenMetricsContentType> {
  const registry = new Registry<OpenMetricsContentType>()
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  return registry
}

/** A histogram over distributions that are counted elsewhere. */
class ReadHistogram extends Histogram {
  constructor(
    private readonly family: Family<Tally>,
    private readonly form: Form,
  ) {
    super({ name: family.name, help: family.help, labelNames: family.labels, registers: [] })
  }

  /** Called by prom-client to render a metric; missing from its types. */
  async getForPromString() {
    const { name, help, samples } = this.family
    return { name, help, type: 'histogram', values: [...samples()].flatMap(seriesOf(name, this.form)) }
  }
}

/** For each distribution: a count per upper bound (`le`), the sum and the total count. */
function seriesOf(name: string, form: Form) {
  return ({ labels, value, exemplars }: Sample<Tally>) => {
    const counts = value.cumulative()
    return [
      ...counts.map((count, i) => ({
        metricName: `${name}_bucket`,
        labels: { ...labels, le: boundOf(value.bounds[i], form) },
        value: count,
        exemplar: exemplarOf(exemplars?.of(i)),
      })),
      { metricName: `${name}_sum`, labels, value: value.sum },
      { metricName: `${name}_count`, labels, value: counts.at(-1) ?? 0 },
    ]
  }
}

/** OpenMetrics wants `1.0` for 1; Prometheus takes both for the same. */
function boundOf(bound: number | undefined, form: Form): string {
  if (bound === undefined) return '+Inf'
  return form === 'openMetrics' && Number.isInteger(bound) ? bound.toFixed(1) : `${bound}`
}

function exemplarOf(exemplar: Exemplar | undefined) {
  if (exemplar === undefined) return undefined
  const { traceId, spanId, value, at } = exemplar
  return { labelSet: { trace_id: traceId, span_id: spanId }, value, timestamp: at }
}
