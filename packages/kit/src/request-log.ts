import { Elysia } from 'elysia'
import type { Log } from './log.ts'
import type { RequestFigures } from './metrics/request-figures.ts'
import { requestContext } from './request-context.ts'

/** Writes one line for every request and counts it, after it is answered. */
export function requestLog(log: Log, figures: RequestFigures) {
  return new Elysia({ name: 'request-log', seed: log })
    .use(requestContext)
    .onAfterResponse({ as: 'global' }, ({ requestId, startedAt, request, route, path, set }) => {
      const { method } = request
      const status = Number(set.status ?? 200)
      const ms = performance.now() - startedAt
      log.request({ requestId, method, path, status, ms })
      figures.of(method, route).record(status, ms)
    })
}
