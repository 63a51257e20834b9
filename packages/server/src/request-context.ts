import { Elysia } from 'elysia'
import { requestIdOf } from './request-id.ts'
import { refusalOf } from './request-target.ts'
import type { Span } from './tracing/span.ts'

/** Of a request before anything is known of it. As one object: Elysia takes a name with the value undefined for none. */
const unknown: {
  requestId: string
  startedAt: number
  span: Span | undefined
  problemCode: string
  problemDetail: string
  keyName: string
} = { requestId: '', startedAt: 0, span: undefined, problemCode: '', problemDetail: '', keyName: '' }

/**
 * Gives every request an ID and a start time, and returns the ID in `x-request-id`. Whatever rejects a request sets
 * `problemCode` and `problemDetail` for the log, and what checks the caller's key sets its name. `span` is set by
 * `requestTracing` where the request is traced.
 */
export const requestContext = new Elysia({ name: 'request-context' })
  .decorate(unknown)
  .onRequest((context) => {
    context.requestId = requestIdOf(context.request.headers.get('x-request-id'))
    context.startedAt = performance.now()
    context.set.headers['x-request-id'] = context.requestId
    const refusal = refusalOf(context.request)
    if (refusal !== undefined) throw refusal
  })
