import {
  classifierNames,
  HealthSchema,
  type Manifest,
  mapServed,
  perServedSchema,
  servedNames,
} from '@sepal/ensemble'
import { named, requestContext, timeoutOf } from '@sepal/server'
import { type Static, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { answer } from '../answers/answer-schemas.ts'
import { problemError, problemResponses } from '../answers/problems.ts'
import type { PartialOptions, ProxyDeps, Stage } from '../deps.ts'
import { ReplicaStateSchema } from './replica-state.ts'
import { stageOf } from './stage.ts'

const Health = named('Health', HealthSchema)

/** A replica without its address: any caller may use this route. */
const ReplicaHealth = named(
  'ReplicaHealth',
  Type.Object({ state: ReplicaStateSchema, callsUnderWay: Type.Integer({ minimum: 0 }) }),
)

const replicas = Type.Array(ReplicaHealth)
const Well = Type.Object({ ...HealthSchema.properties, replicas })
const Unavailable = Type.Object({ health: Type.Literal('unavailable'), detail: Type.String(), replicas })
const ClassifierHealth = named(
  'ClassifierHealth',
  Type.Union([named('WellClassifier', Well), named('UnavailableClassifier', Unavailable)]),
)

export function healthRoutes<const M extends Manifest>({
  manifest,
  timeouts,
  drain,
  partial,
  ...stages
}: Pick<ProxyDeps<M>, keyof Stage<M> | 'stage' | 'manifest' | 'timeouts' | 'drain' | 'partial'>) {
  const AllHealth = named(
    'AllHealth',
    perServedSchema(manifest, () => ClassifierHealth, {
      description: 'whether each classifier answers',
    }),
  )
  const ok = { health: 'ok' as const }
  const response = { ...problemResponses(500), 200: Health }
  const alive = {
    summary: 'Liveness of the proxy',
    description: 'Responds while the process runs; depends on nothing else.',
    tags: ['Health'],
  }
  return new Elysia()
    .use(requestContext)
    .get('/health', () => ok, { response, detail: alive })
    .get('/health/live', () => ok, { response, detail: alive })
    .get(
      '/health/ready',
      () => {
        if (drain.isDraining) throw problemError('not-ready', 'it is about to stop')
        for (const check of [stages.contractCheck, stages.stage?.contractCheck]) {
          if (check && !check.isReady) throw problemError('not-ready', check.reason)
        }
        const silent = silentNeeded(manifest, stages, partial)
        if (silent.length > 0) {
          throw problemError('classifier-unavailable', `no replica answers: ${silent.join(', ')}`)
        }
        return ok
      },
      {
        response: { ...problemResponses(500, 503), 200: Health },
        detail: {
          summary: 'Readiness of the proxy',
          description:
            'Returns 200 from when every classifier has been checked against the manifest until shutdown begins, except while a request without `?partial` cannot be answered because no replica of a classifier answers: then 503 `classifier-unavailable`. For load balancers and orchestrators.',
          tags: ['Health'],
        },
      },
    )
    .get(
      '/health/all',
      async ({ requestId, request, set }) => {
        const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutOf(request, timeouts))])
        const outcomes = await Promise.all(
          servedNames(manifest).map((name) =>
            stageOf(stages, name).clusters.ask(name, (classifier) =>
              classifier.health({ requestId, signal }),
            ),
          ),
        )
        const health = mapServed(manifest, (name, place): Static<typeof ClassifierHealth> => {
          const outcome = outcomes[place]
          const replicas = stageOf(stages, name)
            .clusters.replicasOf(name)
            .map(({ state, callsUnderWay }) => ({ state, callsUnderWay }))
          if (outcome?.kind === 'ok') return { ...ok, replicas }
          return { health: 'unavailable', detail: outcome?.detail ?? '', replicas }
        })
        const isWell = outcomes.every(({ kind }) => kind === 'ok')
        if (!isWell) set.status = 503
        return answer(AllHealth, health)
      },
      {
        response: { ...problemResponses(422, 500), 200: AllHealth, 503: AllHealth },
        detail: {
          summary: 'Health of all classifiers',
          description: 'Asks one replica of each classifier. Returns 503 if any does not answer.',
          tags: ['Health'],
        },
      },
    )
}

/** The silent classifiers, if a request that does not say what it accepts fails because of them. */
function silentNeeded<M extends Manifest>(
  manifest: M,
  { clusters, stage }: Pick<ProxyDeps<M>, 'clusters' | 'stage'>,
  { isDefault, quorum }: PartialOptions,
): string[] {
  const final = stage?.clusters.silent ?? []
  const { silent } = clusters
  const rest = classifierNames(manifest).length - silent.length
  const isEnough = isDefault && final.length === 0 && rest >= Math.max(1, quorum)
  return isEnough ? [] : [...silent, ...final]
}
