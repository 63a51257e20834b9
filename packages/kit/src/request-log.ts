import { Elysia } from 'elysia'
import type { Log } from './log.ts'
import type { RequestFigures } from './metrics/request-figures.ts'
import { requestContext } from './request-context.ts'

/** From here on it is not the caller who did wrong. */
const SERVER_FAULT = 500

/**
 * Writes one line for every request and counts it, after it is answered. Of one that was refused it has the code, and
 * what its caller was told where that may be news for the operator: of a classifier that fails, and not of wrong data.
 */
export function requestLog(log: Log, figures: RequestFigures) {
  return new Elysia({ name: 'request-log', seed: log })
    .use(requestContext)
    .onAfterResponse({ as: 'global' }, ({ requestId, startedAt, refusal, request, route, path, set }) => {
      const { method } = request
      const status = Number(set.status ?? 200)
      const ms = performance.now() - startedAt
      const detail = status >= SERVER_FAULT ? refusal?.detail : undefined
      log.request({ requestId, method, path, status, ms, code: refusal?.code, detail })
      figures.of(method, route).record(status, ms)
    })
}
