import { Elysia } from 'elysia'
import type { ProblemCode } from './problem.ts'
import { requestIdOf } from './request-id.ts'

/** What a request's caller is told instead of an answer. */
export type Refusal = { code: ProblemCode; detail: string }

/**
 * Gives every request its id and its start, and says the id back in `x-request-id`. `refusal` is for whoever turns it
 * away, and for the log.
 */
export const requestContext = new Elysia({ name: 'request-context' })
  .decorate('requestId', '')
  .decorate('startedAt', 0)
  .decorate<'refusal', Refusal | undefined>('refusal', undefined)
  .onRequest((context) => {
    context.requestId = requestIdOf(context.request.headers.get('x-request-id'))
    context.startedAt = performance.now()
    context.set.headers['x-request-id'] = context.requestId
  })
