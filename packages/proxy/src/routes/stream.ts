import {
  combinationOf,
  type DecisionRoute,
  type Manifest,
  type MayDecideAlone,
  rowsSchema,
} from '@sepal/ensemble'
import { HINT, jsonBody, named, requestContext, timeoutOf } from '@sepal/server'
import { type TUnsafe, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { streamEventsOf } from '../answers/stream-events.ts'
import { streamEventsSchema } from '../answers/stream-schema.ts'
import { asSettled } from '../batching/as-settled.ts'
import type { ProxyDeps } from '../deps.ts'
import { problemResponses } from '../problems.ts'
import { type AskingDeps, askingOf } from './asking.ts'
import { eventStream } from './event-stream.ts'

/** What may be said of a stream; what would be without effect for an ensemble is not taken. */
type StreamQuery<M extends Manifest> =
  | ({ partial?: boolean } & (MayDecideAlone<M> extends true ? { until?: number } : unknown) &
      ([DecisionRoute<M>] extends [never] ? unknown : { leaveOneOut?: boolean }))
  | undefined

const until = Type.Number({
  title: 'until',
  minimum: 0,
  maximum: 1,
  description: 'how sure of its class a classifier must be for the others not to be waited for any more',
})
// The SDK sends it with every prediction.
const partial = Type.Boolean({
  description: 'taken as on the other routes, without effect: a stream is always partial',
})
const leaveOneOut = Type.Boolean({
  description: 'whether the event of the decision also says what it would be without each classifier',
})

/** Optional as a whole too, so that Elysia checks and decodes none where there is none. */
function streamQuery<const M extends Manifest>(manifest: M) {
  const { route, sureness } = combinationOf(manifest)
  const properties = {
    ...(sureness && { until: Type.Optional(until) }),
    partial: Type.Optional(partial),
    ...(route && { leaveOneOut: Type.Optional(leaveOneOut) }),
  }
  return Type.Unsafe<StreamQuery<M>>(Type.Optional(Type.Object(properties, { additionalProperties: false })))
}

/** Answers as they land. */
export function streamRoutes<const M extends Manifest>(
  deps: AskingDeps<M> & Pick<ProxyDeps<M>, 'decideRow' | 'clusters' | 'maxBodyBytes'>,
) {
  const { manifest, decideRow, clusters, timeouts, partial, maxBodyBytes, now } = deps
  const StreamEvents = streamEventsSchema(manifest)
  const { rowsIn } = askingOf(deps)
  const eventsOf = streamEventsOf(manifest, partial.quorum, decideRow)
  return new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBodyBytes))
    .post(
      '/predict/stream',
      ({ body, query, requestId, request }) => {
        // Its type is as open as M here; its schema lets nothing through that the ensemble does not take.
        const { until, leaveOneOut } = query as { until?: number; leaveOneOut?: boolean }
        const startedAt = now()
        const deadline = startedAt + timeoutOf(request, timeouts)
        const asked = { ...rowsIn(body), requestId, deadline }
        const leaving = new AbortController()
        const signal = AbortSignal.any([request.signal, leaving.signal])
        const events = eventsOf(asSettled(clusters.fanOut, asked, { signal, now }), {
          startedAt,
          now,
          until,
          leaveOneOut,
        })
        const stream = eventStream(events, {
          accept: request.headers.get('accept'),
          end: () => leaving.abort(),
        })
        return streamed(StreamEvents, stream)
      },
      {
        body: named(
          'OneRow',
          rowsSchema(manifest, 1, { options: { [HINT]: 'send several rows to /predict/batch' } }),
        ),
        query: streamQuery(manifest),
        response: { ...problemResponses(400, 413, 415, 422, 500), 200: StreamEvents },
        detail: {
          summary: "Every classifier's answer to one row, each as it lands, and the decision",
          description:
            'Server-sent events, or JSON lines for who accepts `application/x-ndjson`: `prediction` or `error` for each classifier, the decision when at least `QUORUM` answered, `done`. Comments and empty lines say that the connection is alive.',
          tags: ['Predictions'],
        },
      },
    )
}

/** A Response that writes what the schema tells; an Eden client reads it as what it is typed here. */
function streamed<V>(_schema: TUnsafe<V>, response: Response) {
  return response as V & Response
}
