import { classifierNames, type Manifest } from '@sepal/ensemble'
import { Metrics, type RequestFigures, type Sample } from '@sepal/server'
import type { ClusterFigures } from '../upstream/cluster.ts'
import type { Clusters } from '../upstream/clusters.ts'
import { replicaStates } from '../upstream/replica.ts'

type Read = (figures: ClusterFigures) => readonly Sample[]

const only = (value: number): Sample[] => [{ labels: {}, value }]

/** What only rises. */
const counters: Record<string, { help: string; labels?: string[]; read: Read }> = {
  requests: {
    help: 'Requests that came to the batcher, each of one row or more',
    read: ({ requests }) => only(requests),
  },
  rows: { help: 'Rows that came to the batcher', read: ({ rows }) => only(rows) },
  calls: { help: 'Calls, each with all rows that waited', read: ({ calls }) => only(calls) },
  call_rows: { help: 'Rows in these calls', read: ({ rowsSent }) => only(rowsSent) },
  retries: {
    help: 'Calls sent again, because a replica could not be reached',
    read: ({ retries }) => only(retries),
  },
  hedges: {
    help: 'Calls sent to a second replica, because the first one lagged',
    read: ({ hedges }) => only(hedges),
  },
  outcomes: {
    help: 'What became of the requests',
    labels: ['outcome'],
    read: ({ outcomes }) =>
      Object.entries(outcomes).map(([outcome, value]) => ({ labels: { outcome }, value })),
  },
}

/** What is so at the moment. */
const gauges: typeof counters = {
  waiting_rows: { help: 'Rows that wait for a call', read: ({ waitingRows }) => only(waitingRows) },
  rows_under_way: {
    help: 'Rows that wait for a call or are in one',
    read: ({ rowsUnderWay }) => only(rowsUnderWay),
  },
  row_limit: {
    help: 'Rows that may be under way before more are refused, because rows wait for long; +Inf as long as none do',
    read: ({ rowLimit }) => only(rowLimit),
  },
  call_seconds: {
    help: 'Time of the recent calls that were answered',
    labels: ['quantile'],
    read: ({ p50Ms, p99Ms }) => [
      { labels: { quantile: '0.5' }, value: (p50Ms ?? Number.NaN) / 1000 },
      { labels: { quantile: '0.99' }, value: (p99Ms ?? Number.NaN) / 1000 },
    ],
  },
  replicas: {
    help: 'Replicas by state: `closed` gets calls, `open` and `half-open` failed, `not-ready` wants none',
    labels: ['state'],
    read: ({ replicas }) =>
      replicaStates.map((state) => ({
        labels: { state },
        value: replicas.filter((replica) => replica.state === state).length,
      })),
  },
}

/** The proxy's figures for Prometheus: its requests, and each classifier as its batcher sees it. No label is an address. */
export function proxyMetrics<M extends Manifest>(
  requests: RequestFigures,
  manifest: M,
  clusters: Clusters<M>,
): Metrics {
  const metrics = new Metrics(requests)
  const family = (name: string, { help, labels = [], read }: (typeof counters)[string]) => ({
    name: `sepal_classifier_${name}`,
    help,
    labels: ['classifier', ...labels],
    samples: () => {
      const services = clusters.figures()
      return classifierNames(manifest).flatMap((classifier) =>
        read(services[classifier]).map(({ labels, value }) => ({ labels: { classifier, ...labels }, value })),
      )
    },
  })
  for (const [name, counter] of Object.entries(counters)) metrics.counter(family(`${name}_total`, counter))
  for (const [name, gauge] of Object.entries(gauges)) metrics.gauge(family(name, gauge))
  return metrics
}
