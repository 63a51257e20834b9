import type { SpanCounts } from '../tracing/span.ts'
import type { Families } from './family.ts'

/** Adds what became of the spans of traces. */
export function spanFigures(metrics: Families, spans: Readonly<SpanCounts>) {
  metrics.counter({
    name: 'sepal_trace_spans_total',
    help: 'Spans of traces, by what became of them',
    labels: ['result'],
    samples: () => Object.entries(spans).map(([result, value]) => ({ labels: { result }, value })),
  })
}
