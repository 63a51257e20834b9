import { Metrics, type RequestFigures } from '@sepal/server'
import type { ClassifierDeps } from './deps.ts'

/** A classifier's figures for Prometheus: its HTTP requests, and what its model was asked in whichever way. */
export function classifierMetrics(
  requests: RequestFigures,
  { name: classifier, queue }: ClassifierDeps,
): Metrics {
  const metrics = new Metrics(requests)
  const { counters } = queue
  const labels = ['classifier']
  const only = (value: () => number) => () => [{ labels: { classifier }, value: value() }]
  metrics.counter({
    name: 'sepal_model_requests_total',
    help: 'Requests to the model, each of one row or more; what a proxy sends in one call is one',
    labels,
    samples: only(() => counters.requests),
  })
  metrics.counter({
    name: 'sepal_model_rows_total',
    help: 'Their rows',
    labels,
    samples: only(() => counters.rows),
  })
  metrics.counter({
    name: 'sepal_model_unanswerable_rows_total',
    help: 'Rows for which the model fails or gives no usable number',
    labels,
    samples: only(() => counters.unanswerable),
  })
  metrics.counter({
    name: 'sepal_model_inferences_total',
    help: 'Runs of the model, each with what waited',
    labels,
    samples: only(() => counters.inferences),
  })
  metrics.counter({
    name: 'sepal_model_outcomes_total',
    help: 'What became of the requests',
    labels: [...labels, 'outcome'],
    samples: () =>
      Object.entries(counters.outcomes).map(([outcome, value]) => ({
        labels: { classifier, outcome },
        value,
      })),
  })
  metrics.gauge({
    name: 'sepal_model_held_requests',
    help: 'Requests that wait or are being answered',
    labels,
    samples: only(() => queue.held),
  })
  return metrics
}
