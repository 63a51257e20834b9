import { Elysia } from 'elysia'
import type { Log } from './log.ts'
import { requestIdOf } from './request-id.ts'

/** Gives every request its id, says it back in `x-request-id`, and writes one line when it is answered. */
export function requestLog(log: Log) {
  return new Elysia({ name: 'request-log', seed: log })
    .decorate('requestId', '')
    .decorate('startedAt', 0)
    .onRequest((context) => {
      context.requestId = requestIdOf(context.request.headers.get('x-request-id'))
      context.startedAt = performance.now()
      context.set.headers['x-request-id'] = context.requestId
    })
    .onAfterResponse({ as: 'global' }, ({ requestId, startedAt, request, path, set }) => {
      const ms = Math.round((performance.now() - startedAt) * 1000) / 1000
      log.info({ requestId, method: request.method, path, status: set.status ?? 200, ms }, 'request')
    })
}
