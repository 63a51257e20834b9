import { certificateFigures, intakeFigures, Metrics, type RequestFigures, spanFigures } from '@sepal/server'
import type { ClassifierDeps } from './deps.ts'
import type { InferenceQueue } from './queue/inference-queue.ts'

/** A model of this process, and what it was asked. */
export type ModelFigures = { queue: InferenceQueue; sha256: string }

/** A classifier's figures for Prometheus: its HTTP requests, and what its model was asked in whichever way. */
export function classifierMetrics(
  requests: RequestFigures,
  { name, queue, metadata, intake, certificate, tracer }: ClassifierDeps,
): Metrics {
  const metrics = new Metrics(requests)
  intakeFigures(metrics, intake.budget)
  if (certificate) certificateFigures(metrics, certificate)
  if (tracer) spanFigures(metrics, tracer.spans)
  addModelFigures(metrics, new Map([[name, { queue, sha256: metadata.model.sha256 }]]))
  return metrics
}

/** Adds the models of this process and what they were asked, by their classifiers' names. */
export function addModelFigures(metrics: Metrics, models: ReadonlyMap<string, ModelFigures>) {
  const labels = ['classifier']
  const each = (value: (queue: InferenceQueue) => number) => () =>
    Array.from(models, ([classifier, { queue }]) => ({ labels: { classifier }, value: value(queue) }))
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
      Array.from(models).flatMap(([classifier, { queue }]) =>
        Object.entries(queue.counters.outcomes).map(([outcome, value]) => ({
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
      Array.from(models, ([classifier, { queue }]) => ({
        labels: { classifier },
        value: queue.inferenceSeconds,
      })),
  })
  metrics.gauge({
    name: 'sepal_model_info',
    help: 'Always 1, for the SHA-256 of the model',
    labels: [...labels, 'sha256'],
    samples: () =>
      Array.from(models, ([classifier, { sha256 }]) => ({ labels: { classifier, sha256 }, value: 1 })),
  })
}
