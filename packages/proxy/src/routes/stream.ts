import { type Manifest, rowsSchema } from '@sepal/ensemble'
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

/** Optional as a whole too, so that Elysia checks and decodes none where there is none. */
const StreamQuery = Type.Optional(
  Type.Object(
    {
      until: Type.Optional(
        Type.Number({
          title: 'until',
          minimum: 0,
          maximum: 1,
          description:
            'how sure of its class a classifier must be for the others not to be waited for any more',
        }),
      ),
      // The SDK sends it with every prediction.
      partial: Type.Optional(
        Type.Boolean({
          description: 'taken as on the other routes, without effect: a stream is always partial',
        }),
      ),
      leaveOneOut: Type.Optional(
        Type.Boolean({
          description: 'whether the label event also says what the decision would be without each classifier',
        }),
      ),
    },
    { additionalProperties: false },
  ),
)

/** Answers as they land. */
export function streamRoutes<const M extends Manifest>(
  deps: AskingDeps<M> & Pick<ProxyDeps<M>, 'clusters' | 'maxBodyBytes'>,
) {
  const { manifest, clusters, timeouts, partial, maxBodyBytes, now } = deps
  const StreamEvents = streamEventsSchema(manifest)
  const { rowsIn } = askingOf(deps)
  const eventsOf = streamEventsOf(manifest, partial.quorum)
  return new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBodyBytes))
    .post(
      '/predict/stream',
      ({ body, query: { until, leaveOneOut }, requestId, request }) => {
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
        query: StreamQuery,
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
