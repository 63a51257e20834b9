import { Metrics, type RequestFigures } from '@sepal/server'
import type { ClassifierDeps } from './deps.ts'
import type { InferenceQueue } from './queue/inference-queue.ts'

/** A classifier's figures for Prometheus: its HTTP requests, and what its model was asked in whichever way. */
export function classifierMetrics(
  requests: RequestFigures,
  { name, queue, metadata }: ClassifierDeps,
): Metrics {
  const metrics = new Metrics(requests)
  addModelFigures(metrics, new Map([[name, queue]]))
  metrics.gauge({
    name: 'sepal_model_info',
    help: 'Always 1, for the SHA-256 of the model',
    labels: ['classifier', 'sha256'],
    samples: () => [{ labels: { classifier: name, sha256: metadata.model.sha256 }, value: 1 }],
  })
  return metrics
}

/** Adds what the models of this process were asked, by their classifiers' names. */
export function addModelFigures(metrics: Metrics, queues: ReadonlyMap<string, InferenceQueue>) {
  const labels = ['classifier']
  const each = (value: (queue: InferenceQueue) => number) => () =>
    Array.from(queues, ([classifier, queue]) => ({ labels: { classifier }, value: value(queue) }))
  metrics.counter({
    name: 'sepal_model_requests_total',
    help: 'Requests to the model, each of one row or more; what a proxy sends in one call is one',
    labels,
    samples: each(({ counters }) => counters.requests),
  })
  metrics.counter({
    name: 'sepal_model_rows_total',
    help: 'Their rows',
    labels,
    samples: each(({ counters }) => counters.rows),
  })
  metrics.counter({
    name: 'sepal_model_unanswerable_rows_total',
    help: 'Rows for which the model fails or gives no usable number',
    labels,
    samples: each(({ counters }) => counters.unanswerable),
  })
  metrics.counter({
    name: 'sepal_model_inferences_total',
    help: 'Runs of the model, each with what waited',
    labels,
    samples: each(({ counters }) => counters.inferences),
  })
  metrics.counter({
    name: 'sepal_model_outcomes_total',
    help: 'What became of the requests',
    labels: [...labels, 'outcome'],
    samples: () =>
      Array.from(queues).flatMap(([classifier, { counters }]) =>
        Object.entries(counters.outcomes).map(([outcome, value]) => ({
          labels: { classifier, outcome },
          value,
        })),
      ),
  })
  metrics.gauge({
    name: 'sepal_model_held_requests',
    help: 'Requests that wait or are being answered',
    labels,
    samples: each(({ held }) => held),
  })
  metrics.histogram({
    name: 'sepal_model_inference_duration_seconds',
    help: 'Time of a run of the model',
    labels,
    samples: () =>
      Array.from(queues, ([classifier, { inferenceSeconds }]) => ({
        labels: { classifier },
        value: inferenceSeconds,
      })),
  })
}
