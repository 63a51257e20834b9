import { byClassifier, classifierNames, type Manifest, perClassifierSchema } from '@sepal/ensemble'
import { microseconds, named } from '@sepal/server'
import { type Static, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { answer } from '../answers/answer-schemas.ts'
import type { ProxyDeps } from '../deps.ts'
import { problemError, problemResponses } from '../problems.ts'
import type { ClusterFigures } from '../upstream/cluster.ts'
import { ReplicaStateSchema } from './replica-state.ts'

const count = (description: string) => Type.Integer({ minimum: 0, description })
const ms = (description: string) => Type.Number({ minimum: 0, description })

const Replica = named(
  'Replica',
  Type.Object({
    address: Type.String({ description: 'host:port' }),
    state: ReplicaStateSchema,
    callsUnderWay: count('calls that are not answered yet'),
    latencyMs: ms('how long a call takes, as the balancer sees it; 0 when nothing is known'),
    sha256: Type.Optional(Type.String({ description: 'of the model that it serves, when that is known' })),
  }),
)

const Service = named(
  'Service',
  Type.Object({
    waitingRows: count('rows that wait for a call'),
    requests: count('requests since the start, each of one row or more'),
    rows: count('their rows'),
    calls: count('calls since the start, each with all rows that waited'),
    rowsSent: count('rows in these calls'),
    retries: count('calls sent again, because a replica could not be reached'),
    hedges: count('calls sent to a second replica, because the first one lagged'),
    outcomes: named(
      'OutcomeCounts',
      Type.Object(
        {
          ok: count('answered'),
          late: count('not within the deadline'),
          unavailable: count('refused, reset, unreachable'),
          rejected: count('the rows were refused'),
          unanswerable: count('the model has no answer to a row'),
          malformed: count('an answer that is none'),
          shed: count('too much work'),
        },
        { description: 'what became of the requests' },
      ),
    ),
    latency: named(
      'Latency',
      Type.Object(
        {
          p50Ms: Type.Union([ms('the median'), Type.Null()]),
          p99Ms: Type.Union([ms('of 100, the slowest but one'), Type.Null()]),
        },
        { description: 'of the recent calls that were answered; null as long as there was none' },
      ),
    ),
    replicas: Type.Array(Replica),
  }),
)

type Service = Static<typeof Service>

/** `GET /services`: what the console shows. It is the one place where an address is told, and off without the console. */
export function servicesRoutes<const M extends Manifest>({
  manifest,
  identity,
  clusters,
  hasConsole,
}: Pick<ProxyDeps<M>, 'manifest' | 'identity' | 'clusters' | 'hasConsole'>) {
  const Services = named(
    'Services',
    perClassifierSchema(manifest, () => Service, {
      description: 'of each classifier, what its batcher did and where its replicas are',
    }),
  )
  return new Elysia().get(
    '/services',
    ({ set }) => {
      if (!hasConsole) throw problemError('not-found', 'the console is switched off')
      set.headers['x-proxy'] = identity.name
      if (identity.sharesPort) set.headers['x-proxy-shares-port'] = 'true'
      const services = clusters.figures()
      return answer(
        Services,
        byClassifier<M, Service>(classifierNames(manifest).map((name) => [name, serviceOf(services[name])])),
      )
    },
    {
      response: { ...problemResponses(404, 500), 200: Services },
      detail: {
        summary: 'How every classifier does',
        description:
          'What its batcher has counted since the start, and each replica with its address, state and latency. Several proxies may answer on one address, and each tells of itself alone: `x-proxy` says which one it is, and `x-proxy-shares-port: true` that others may listen on its port. For operators: `CONSOLE=off` makes it 404.',
        tags: ['Operators'],
      },
    },
  )
}

/** Without what only /metrics tells. */
function serviceOf({ rowsUnderWay, rowLimit, p50Ms, p99Ms, replicas, ...figures }: ClusterFigures): Service {
  return {
    ...figures,
    latency: { p50Ms: rounded(p50Ms), p99Ms: rounded(p99Ms) },
    // What is known decays towards nothing, which would be shown as 4.8e-13.
    replicas: replicas.map(({ model, ...replica }) => ({
      ...replica,
      latencyMs: microseconds(replica.latencyMs),
      ...(model !== undefined && { sha256: model }),
    })),
  }
}

const rounded = (ms: number | undefined) => (ms === undefined ? null : microseconds(ms))
