import type { SocketAnswer } from '@sepal/ensemble'
import type { Span, Tracer } from '@sepal/server'
import type { AnswerCall } from './predict-call.ts'

/** From here on it is not the caller who did wrong. */
const SERVER_FAULT = 500

/** Traces the calls that are part of a trace. */
export function tracedCalls(answer: AnswerCall, classifier: string, tracer: Tracer): AnswerCall {
  return async (call) => {
    const { traceparent, tracestate, rows, requestIds } = call.request
    if (traceparent === undefined) return answer(call)
    const attributes = {
      'sepal.classifier': classifier,
      'sepal.batch.rows': rows,
      'sepal.batch.requests': requestIds.length,
    }
    const span = tracer.begin({ traceparent, tracestate }, `answer ${classifier}`, {
      kind: 'server',
      attributes,
    })
    const answered = await answer(call, span)
    if (span !== undefined) tell(span, answered.head)
    return answered
  }
}

function tell(span: Span, head: SocketAnswer) {
  if (head.kind === 'prediction') span.set({ 'sepal.rows.unanswerable': head.failed?.length })
  else if (head.status >= SERVER_FAULT) span.fail(head.code, head.detail)
  else span.set({ 'error.type': head.code })
  span.end()
}
