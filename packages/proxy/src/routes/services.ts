import { type Manifest, mapServed, perServedSchema } from '@sepal/ensemble'
import { microseconds, named } from '@sepal/server'
import { type Static, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { answer } from '../answers/answer-schemas.ts'
import { keyProblems, problemError, problemResponses } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'
import type { ClusterFigures } from '../upstream/cluster.ts'
import { ReplicaStateSchema } from './replica-state.ts'
import { servedFigures } from './stage.ts'

const count = (description: string) => Type.Integer({ minimum: 0, description })
const ms = (description: string) => Type.Number({ minimum: 0, description })

const Replica = named(
  'Replica',
  Type.Object({
    address: Type.String({ description: 'host:port, or `here` for the process of the proxy' }),
    state: ReplicaStateSchema,
    callsUnderWay: count('calls in flight'),
    latencyMs: ms('latency of a call as the load balancer estimates it; 0 if unknown'),
    sha256: Type.Optional(Type.String({ description: 'SHA-256 of its model, if known' })),
  }),
)

const Service = named(
  'Service',
  Type.Object({
    waitingRows: count('rows waiting for a call'),
    requests: count('requests since the start, each of one or more rows'),
    rows: count('their rows'),
    calls: count('calls since the start, each with rows of one or more requests'),
    rowsSent: count('rows in those calls'),
    retries: count('calls retried because a replica could not be reached'),
    hedges: count('calls hedged to a second replica because the first was slow'),
    outcomes: named(
      'OutcomeCounts',
      Type.Object(
        {
          ok: count('answered'),
          late: count('no answer within the deadline'),
          unavailable: count('connection refused or reset, or replica not ready'),
          rejected: count('the classifier rejected the rows'),
          unanswerable: count('the model has no answer to a row'),
          malformed: count('unusable answer'),
          shed: count('overloaded'),
        },
        { description: 'requests by outcome' },
      ),
    ),
    latency: named(
      'Latency',
      Type.Object(
        {
          p50Ms: Type.Union([ms('median'), Type.Null()]),
          p99Ms: Type.Union([ms('99th percentile'), Type.Null()]),
        },
        {
          description:
            'latency of recent calls that were answered or ran out of time; null if there are none',
        },
      ),
    ),
    replicas: Type.Array(Replica),
  }),
)

type Service = Static<typeof Service>

/**
 * `GET /services`: the data behind the console. The only route that reveals addresses, so it is off without the
 * console.
 */
export function servicesRoutes<const M extends Manifest>({
  manifest,
  identity,
  hasConsole,
  ...stages
}: Pick<ProxyDeps<M>, 'clusters' | 'stage' | 'manifest' | 'identity' | 'hasConsole'>) {
  const Services = named(
    'Services',
    perServedSchema(manifest, () => Service, {
      description: 'the batcher and the replicas of each classifier',
    }),
  )
  return new Elysia().get(
    '/services',
    ({ set }) => {
      if (!hasConsole) throw problemError('not-found', 'the console is switched off')
      set.headers['x-proxy'] = identity.name
      if (identity.sharesPort) set.headers['x-proxy-shares-port'] = 'true'
      const figures = servedFigures(stages)
      return answer(
        Services,
        mapServed(manifest, (name) => serviceOf(figures[name])),
      )
    },
    {
      response: { ...keyProblems, ...problemResponses(404, 500), 200: Services },
      detail: {
        summary: 'Load and replicas of every classifier',
        description:
          'Counters of each batcher since the start, and the address, state and latency of each replica. If several proxies share an address, each reports only itself: `x-proxy` identifies it, and `x-proxy-shares-port: true` means that others may listen on its port. For operators; with `CONSOLE=off` it returns 404.',
        tags: ['Operators'],
      },
    },
  )
}

/** The figures, without those that only /metrics has. */
function serviceOf({
  rowsUnderWay,
  rowLimit,
  callSeconds,
  p50Ms,
  p99Ms,
  replicas,
  ...figures
}: ClusterFigures): Service {
  return {
    ...figures,
    latency: { p50Ms: rounded(p50Ms), p99Ms: rounded(p99Ms) },
    // Estimates decay towards zero and would be shown as 4.8e-13.
    replicas: replicas.map(({ model, ...replica }) => ({
      ...replica,
      latencyMs: microseconds(replica.latencyMs),
      ...(model !== undefined && { sha256: model }),
    })),
  }
}

const rounded = (ms: number | undefined) => (ms === undefined ? null : microseconds(ms))
