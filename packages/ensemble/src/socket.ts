import { type Static, Type } from '@sinclair/typebox'
import type { Frame } from './frame.ts'

const dtype = Type.Optional(
  Type.Literal('float64', { description: 'type of the numbers behind the header; float32 if absent' }),
)

/** From the proxy: rows to answer, `[rows, F]` behind the header; or a call whose answer is no longer needed. */
export const SocketRequest = Type.Union([
  Type.Object({
    kind: Type.Literal('predict'),
    id: Type.Integer({ description: 'number of the call on this connection' }),
    rows: Type.Integer({ minimum: 1 }),
    timeoutMs: Type.Number({ description: 'time left for an answer, in ms' }),
    requestIds: Type.Array(Type.String(), { description: 'the requests that the rows are from' }),
    dtype,
    traceparent: Type.Optional(
      Type.String({
        description: 'the trace of the call, as in W3C Trace Context; absent if it is not traced',
      }),
    ),
    tracestate: Type.Optional(Type.String({ description: 'what others keep with the trace' })),
    texts: Type.Optional(
      Type.Array(Type.String(), { description: 'values of text features; a row has their places here' }),
    ),
  }),
  Type.Object({ kind: Type.Literal('cancel'), id: Type.Integer() }),
])
export type SocketRequest = Static<typeof SocketRequest>

/** Upper bound of what is said of one row without an answer, in characters: a call may have thousands of them. */
export const MAX_DETAIL = 200

/** From the classifier: the answers, `[rows, W]` behind the header; or why there are none. */
export const SocketAnswer = Type.Union([
  Type.Object({
    kind: Type.Literal('prediction'),
    id: Type.Integer(),
    classifier: Type.String(),
    tookMs: Type.Optional(
      Type.Number({ minimum: 0, description: 'from the arrival of the call to its answer, in ms' }),
    ),
    dtype,
    failed: Type.Optional(
      Type.Array(Type.Object({ row: Type.Integer({ minimum: 0 }), detail: Type.String() }), {
        description: 'rows that the model cannot answer, by their place in the call; their numbers are NaN',
      }),
    ),
  }),
  Type.Object({
    kind: Type.Literal('problem'),
    id: Type.Integer(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
  }),
])
export type SocketAnswer = Static<typeof SocketAnswer>

/**
 * What a classifier's socket takes and gives; the types of the headers go with the frames. It takes anything, and ends
 * the connection if it is not a frame: Elysia would answer with text to what a schema refuses.
 */
export const RequestFrame = Type.Unsafe<Frame<SocketRequest>>(Type.Unknown({ description: 'a binary frame' }))
export const AnswerFrame = Type.Unsafe<Frame<SocketAnswer>>(
  Type.Uint8Array({ description: 'a binary frame' }),
)
