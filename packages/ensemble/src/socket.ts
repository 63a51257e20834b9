import { type Static, Type } from '@sinclair/typebox'
import type { Frame } from './frame.ts'

/** From the proxy: rows to answer, `[rows, F] float32` behind the header; or a call that nobody waits for any more. */
export const SocketRequest = Type.Union([
  Type.Object({
    kind: Type.Literal('predict'),
    id: Type.Integer({ description: 'number of the call on this connection' }),
    rows: Type.Integer({ minimum: 1 }),
    timeoutMs: Type.Number({ description: 'what is left of the time for an answer, in ms' }),
    requestIds: Type.Array(Type.String(), { description: 'the requests that the rows are from' }),
  }),
  Type.Object({ kind: Type.Literal('cancel'), id: Type.Integer() }),
])
export type SocketRequest = Static<typeof SocketRequest>

/** From the classifier: the probabilities, `[rows, K] float32` behind the header; or the problem that kept them away. */
export const SocketAnswer = Type.Union([
  Type.Object({ kind: Type.Literal('prediction'), id: Type.Integer(), classifier: Type.String() }),
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
 * What a classifier's socket takes and gives; the types of the headers go with the frames. It takes anything, to end
 * the connection if it is no frame: what a schema refuses, Elysia answers with text.
 */
export const RequestFrame = Type.Unsafe<Frame<SocketRequest>>(Type.Unknown({ description: 'a binary frame' }))
export const AnswerFrame = Type.Unsafe<Frame<SocketAnswer>>(
  Type.Uint8Array({ description: 'a binary frame' }),
)
