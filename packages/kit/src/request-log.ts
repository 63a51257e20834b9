import { Elysia } from 'elysia'
import type { Log } from './log.ts'
import { requestContext } from './request-context.ts'

/** Writes one line for every request, after it is answered. */
export function requestLog(log: Log) {
  return new Elysia({ name: 'request-log', seed: log })
    .use(requestContext)
    .onAfterResponse({ as: 'global' }, ({ requestId, startedAt, request, path, set }) => {
      const ms = performance.now() - startedAt
      log.request({ requestId, method: request.method, path, status: Number(set.status ?? 200), ms })
    })
}
