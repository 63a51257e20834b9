import { Metrics, type RequestFigures } from '@sepal/server'
import type { ClassifierDeps } from './deps.ts'

/** A classifier's figures for Prometheus: its HTTP requests, and what its model was asked in whichever way. */
export function classifierMetrics(
  requests: RequestFigures,
  { name: classifier, manifest, queue }: ClassifierDeps,
): Metrics {
  const metrics = new Metrics(requests)
  const { tally } = queue
  const labels = ['classifier']
  const only = (value: () => number) => () => [{ labels: { classifier }, value: value() }]
  metrics.counter({
    name: 'sepal_model_requests_total',
    help: 'Requests to the model, each of one row or more; what a proxy sends in one call is one',
    labels,
    samples: only(() => tally.requests),
  })
  metrics.counter({
    name: 'sepal_model_rows_total',
    help: 'Their rows',
    labels,
    samples: only(() => tally.numbers / Object.keys(manifest.features).length),
  })
  metrics.counter({
    name: 'sepal_model_inferences_total',
    help: 'Runs of the model, each with what waited',
    labels,
    samples: only(() => tally.inferences),
  })
  metrics.counter({
    name: 'sepal_model_outcomes_total',
    help: 'What became of the requests',
    labels: [...labels, 'outcome'],
    samples: () =>
      Object.entries(tally.outcomes).map(([outcome, value]) => ({ labels: { classifier, outcome }, value })),
  })
  metrics.gauge({
    name: 'sepal_model_held_requests',
    help: 'Requests that wait or are being answered',
    labels,
    samples: only(() => queue.held),
  })
  return metrics
}
