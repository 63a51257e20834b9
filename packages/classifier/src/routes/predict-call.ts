import type { Numbers, SocketAnswer, SocketRequest } from '@sepal/ensemble'
import type { Span } from '@sepal/server'

/** A call of the proxy: `[rows, F]` numbers, and who waits for them. */
export type PredictCall = {
  request: SocketRequest & { kind: 'predict' }
  numbers: Numbers
  /** whether somebody still waits; the call's own deadline aside */
  isWanted: () => boolean
}

/** `[rows, W]` numbers, or why there are none. */
export type CallAnswer = { head: SocketAnswer; numbers: Numbers }

/** Answers a call of the proxy; with `span`, as part of a trace. */
export type AnswerCall = (call: PredictCall, span?: Span) => Promise<CallAnswer>
