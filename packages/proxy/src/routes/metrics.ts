import type { Manifest } from '@sepal/ensemble'
import {
  certificateFigures,
  intakeFigures,
  Metrics,
  type RequestFigures,
  type Sample,
  spanFigures,
} from '@sepal/server'
import type { DecisionLog } from '../decision-log/decision-log.ts'
import type { ProxyDeps } from '../deps.ts'
import { addStatistics } from '../statistics/figures.ts'
import type { ClusterFigures } from '../upstream/cluster.ts'
import { replicaStates } from '../upstream/replica.ts'
import { keyFigures } from './key-figures.ts'
import { servedFigures } from './stage.ts'

type Read = (figures: ClusterFigures) => readonly Sample[]

const only = (value: number): Sample[] => [{ labels: {}, value }]

/** Counters. */
const counters: Record<string, { help: string; labels?: string[]; read: Read }> = {
  requests: {
    help: 'Requests received by the batcher, each of one or more rows',
    read: ({ requests }) => only(requests),
  },
  rows: { help: 'Rows received by the batcher', read: ({ rows }) => only(rows) },
  calls: {
    help: 'Calls sent to the classifier, each with rows of one or more requests',
    read: ({ calls }) => only(calls),
  },
  call_rows: { help: 'Rows in those calls', read: ({ rowsSent }) => only(rowsSent) },
  retries: {
    help: 'Calls retried because a replica could not be reached',
    read: ({ retries }) => only(retries),
  },
  hedges: {
    help: 'Calls hedged to a second replica because the first was slow',
    read: ({ hedges }) => only(hedges),
  },
  outcomes: {
    help: 'Requests by outcome',
    labels: ['outcome'],
    read: ({ outcomes }) =>
      Object.entries(outcomes).map(([outcome, value]) => ({ labels: { outcome }, value })),
  },
}

/** Gauges. */
const gauges: typeof counters = {
  waiting_rows: { help: 'Rows waiting for a call', read: ({ waitingRows }) => only(waitingRows) },
  rows_under_way: {
    help: 'Rows waiting for a call or in one',
    read: ({ rowsUnderWay }) => only(rowsUnderWay),
  },
  row_limit: {
    help: 'Rows that may be waiting or in calls before requests are shed, while rows wait too long; +Inf otherwise',
    read: ({ rowLimit }) => only(rowLimit),
  },
  replicas: {
    help: 'Replicas by state: `closed` gets calls, `open` and `half-open` have failed, `silent` leaves them unanswered, `not-ready` accepts none, `mismatched` gets none',
    labels: ['state'],
    read: ({ replicas }) =>
      replicaStates.map((state) => ({
        labels: { state },
        value: replicas.filter((replica) => replica.state === state).length,
      })),
  },
  model_info: {
    help: 'Always 1, for the SHA-256 of each model that its replicas serve',
    labels: ['sha256'],
    read: ({ replicas }) => {
      const models = new Set(replicas.flatMap(({ model = [] }) => model))
      return Array.from(models, (sha256) => ({ labels: { sha256 }, value: 1 }))
    },
  },
}

/**
 * The proxy's figures for Prometheus: its requests, each classifier as its batcher sees it, and the models that run in
 * its process. No label is an address.
 */
export function proxyMetrics<M extends Manifest>(
  requests: RequestFigures,
  {
    addModelFigures,
    statistics,
    decisionLog,
    intake,
    keys,
    certificate,
    tracer,
    ...stages
  }: Pick<
    ProxyDeps<M>,
    | 'clusters'
    | 'stage'
    | 'addModelFigures'
    | 'statistics'
    | 'decisionLog'
    | 'intake'
    | 'keys'
    | 'certificate'
    | 'tracer'
  >,
): Metrics {
  const metrics = new Metrics(requests)
  intakeFigures(metrics, intake.budget)
  if (certificate) certificateFigures(metrics, certificate)
  if (tracer) spanFigures(metrics, tracer.spans)
  const family = (name: string, { help, labels = [], read }: (typeof counters)[string]) => ({
    name: `sepal_classifier_${name}`,
    help,
    labels: ['classifier', ...labels],
    samples: () => {
      return Object.entries<ClusterFigures>(servedFigures(stages)).flatMap(([classifier, figures]) =>
        read(figures).map(({ labels, value }) => ({ labels: { classifier, ...labels }, value })),
      )
    },
  })
  for (const [name, counter] of Object.entries(counters)) metrics.counter(family(`${name}_total`, counter))
  metrics.histogram({
    name: 'sepal_classifier_call_duration_seconds',
    help: 'Time of a call to the classifier, retries and hedges included, answered or not',
    labels: ['classifier', 'answered'],
    samples: () =>
      Object.entries<ClusterFigures>(servedFigures(stages)).flatMap(([classifier, { callSeconds }]) => [
        { labels: { classifier, answered: 'true' }, value: callSeconds.answered },
        { labels: { classifier, answered: 'false' }, value: callSeconds.unanswered },
      ]),
  })
  for (const [name, gauge] of Object.entries(gauges)) metrics.gauge(family(name, gauge))
  if (statistics !== undefined) addStatistics(metrics, statistics)
  addModelFigures(metrics)
  if (decisionLog !== undefined) addDecisionLog(metrics, decisionLog)
  if (keys) keyFigures(metrics, keys)
  return metrics
}

function addDecisionLog(metrics: Metrics, decisionLog: DecisionLog) {
  metrics.counter({
    name: 'sepal_decision_log_records_total',
    help: 'Records of the decision log, by what became of them',
    labels: ['result'],
    samples: () =>
      Object.entries(decisionLog.counts).map(([result, value]) => ({ labels: { result }, value })),
  })
  metrics.gauge({
    name: 'sepal_decision_log_waiting_rows',
    help: 'Records of the decision log that wait to be written',
    labels: [],
    samples: () => only(decisionLog.waitingRows),
  })
}
