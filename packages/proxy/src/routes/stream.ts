import {
  classifierNames,
  combinationOf,
  type DecisionRoute,
  type Manifest,
  type MayDecideAlone,
  rowsSchema,
  STACK,
} from '@sepal/ensemble'
import { HINT, jsonBody, named, refuseRepeated, requestContext, timeoutOf } from '@sepal/server'
import { type TUnsafe, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { keyProblems, problemResponses } from '../answers/problems.ts'
import { streamEventsOf } from '../answers/stream-events.ts'
import { streamEventsSchema } from '../answers/stream-schema.ts'
import { asSettled } from '../batching/as-settled.ts'
import type { ProxyDeps } from '../deps.ts'
import { answerReport } from './answer-report.ts'
import { type AskingDeps, askingOf } from './asking.ts'
import { eventStream } from './event-stream.ts'
import { finalStageOf } from './final-stage.ts'

/** The query parameters; those without effect for an ensemble are not accepted. */
type StreamQuery<M extends Manifest> =
  | ({ partial?: boolean } & (MayDecideAlone<M> extends true ? { until?: number } : unknown) &
      ([DecisionRoute<M>] extends [never]
        ? unknown
        : M['combine'] extends { stack: object }
          ? unknown
          : { leaveOneOut?: boolean }))
  | undefined

const until = Type.Number({
  title: 'until',
  minimum: 0,
  maximum: 1,
  description: 'stop waiting for the others once a classifier gives its class at least this probability',
})
// The SDK sends it with every prediction.
const partial = Type.Boolean({
  description: 'accepted for consistency; no effect, as a stream is always partial',
})
const leaveOneOut = Type.Boolean({
  description: 'whether the decision event also has the decision without each classifier',
})

/** Optional as a whole too, so that Elysia skips it when it is absent. */
function streamQuery<const M extends Manifest>(manifest: M) {
  const { route, sureness, columns } = combinationOf(manifest)
  const properties = {
    ...(sureness && { until: Type.Optional(until) }),
    partial: Type.Optional(partial),
    // It would take as many calls to the final model.
    ...(route && !columns && { leaveOneOut: Type.Optional(leaveOneOut) }),
  }
  return Type.Unsafe<StreamQuery<M>>(Type.Optional(Type.Object(properties, { additionalProperties: false })))
}

/** Streams answers as they arrive. */
export function streamRoutes<const M extends Manifest>(
  deps: AskingDeps<M> &
    Pick<ProxyDeps<M>, 'decideRow' | 'stage' | 'clusters' | 'maxBodyBytes' | 'onAnswered' | 'intake'>,
) {
  const { manifest, decideRow, clusters, timeouts, partial, maxBodyBytes, intake, now } = deps
  const StreamEvents = streamEventsSchema(manifest)
  const { rowsIn } = askingOf(deps)
  const eventsOf = streamEventsOf(manifest, partial.quorum, decideRow)
  const stage = finalStageOf(deps)
  const report = answerReport(deps, [...classifierNames(manifest), STACK])
  return new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBodyBytes, intake))
    .post(
      '/predict/stream',
      ({ body, query, requestId, keyName, startedAt: cameAt, request, span }) => {
        // Its type is as open as M here; its schema lets nothing through that the ensemble does not take.
        const { until, leaveOneOut } = query as { until?: number; leaveOneOut?: boolean }
        refuseRepeated(request)
        const startedAt = now()
        const deadline = startedAt + timeoutOf(request, timeouts)
        const rows = rowsIn(body)
        const asked = { ...rows, requestId, deadline, span }
        const leaving = new AbortController()
        const release = span?.hold()
        const signal = AbortSignal.any([request.signal, leaving.signal])
        const events = eventsOf(asSettled(clusters.fanOut, asked, { signal, now }), {
          startedAt,
          now,
          until,
          leaveOneOut,
          onEnd:
            report &&
            (({ outcomes, decisions }) =>
              report({ requestId, keyName, startedAt: cameAt, route: '/predict/stream', rows, outcomes })({
                decisions,
              })),
          askFinal:
            stage &&
            ((outcomes) =>
              stage({ outcomes, isPartial: true, requestId, deadline, span, caller: { signal } })),
        })
        const stream = eventStream(events, {
          accept: request.headers.get('accept'),
          end: () => {
            leaving.abort()
            release?.()
          },
          left: () => span?.set({ 'sepal.caller.left': true }),
        })
        return streamed(StreamEvents, stream)
      },
      {
        body: named(
          'OneRow',
          rowsSchema(manifest, 1, { options: { [HINT]: 'send several rows to /predict/batch' } }),
        ),
        query: streamQuery(manifest),
        response: {
          ...keyProblems,
          ...problemResponses(400, 408, 413, 415, 422, 500, 503),
          200: StreamEvents,
        },
        detail: {
          summary: "Stream every classifier's answer to one row, then the decision",
          description:
            'Server-sent events, or JSON lines if the caller accepts `application/x-ndjson`: `prediction` or `error` for each classifier, the decision if at least `QUORUM` answered, then `done`. Comments and empty lines are heartbeats.',
          tags: ['Predictions'],
        },
      },
    )
}

/** A Response that writes events of the schema; an Eden client reads it as the type given here. */
function streamed<V>(_schema: TUnsafe<V>, response: Response) {
  return response as V & Response
}
