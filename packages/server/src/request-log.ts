import { Elysia } from 'elysia'
import { type Log, microseconds } from './log.ts'
import type { RequestFigures } from './metrics/request-figures.ts'
import { requestContext } from './request-context.ts'

/** From here on it is somebody's fault. */
const CALLER_FAULT = 400
/** From here on it is not the caller who did wrong. */
const SERVER_FAULT = 500

/** What is asked every few seconds, by whoever watches the server: of interest when it fails. */
const PROBED = /^\/(health(\/|$)|metrics$)/

/**
 * Writes one line for every request and counts it, after it is answered. Of one that was refused it has the code, and
 * what its caller was told where that may be news for the operator: of a classifier that fails, and not of wrong data.
 * Probes that went well are for those who debug.
 */
export function requestLog(log: Log, figures: RequestFigures) {
  return new Elysia({ name: 'request-log', seed: log })
    .use(requestContext)
    .onAfterResponse(
      { as: 'global' },
      ({ requestId, startedAt, problemCode, problemDetail, request, route, path, set }) => {
        const { method } = request
        const status = Number(set.status ?? 200)
        const ms = performance.now() - startedAt
        const code = problemCode || undefined
        const detail = (status >= SERVER_FAULT && problemDetail) || undefined
        const line = { requestId, method, path, status, ms, code, detail }
        if (status < CALLER_FAULT && PROBED.test(path))
          log.debug({ ...line, ms: microseconds(ms) }, 'request')
        else log.request(line)
        figures.of(method, route).record(status, ms)
      },
    )
}
