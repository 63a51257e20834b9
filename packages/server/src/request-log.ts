import { Elysia } from 'elysia'
import { type Log, microseconds } from './log.ts'
import type { RequestFigures } from './metrics/request-figures.ts'
import { requestContext } from './request-context.ts'

/** From here on it is somebody's fault. */
const CALLER_FAULT = 400
/** From here on it is not the caller who did wrong. */
const SERVER_FAULT = 500

/** What is asked every few seconds, by whoever watches the server: of interest when it fails. */
export const PROBED = /^\/(health(\/|$)|metrics$)/

/**
 * Counts every request and writes one line for it, after the response. The line of a failed request has its error code,
 * and for a 5xx also the detail: what is wrong with a caller's data is no news to the operator.
 * Successful probes are logged at debug level.
 */
export function requestLog(log: Log, figures: RequestFigures) {
  return new Elysia({ name: 'request-log', seed: log })
    .use(requestContext)
    .onAfterResponse(
      { as: 'global' },
      ({ requestId, startedAt, span, problemCode, problemDetail, keyName, request, route, path, set }) => {
        const { method } = request
        const status = Number(set.status ?? 200)
        const ms = performance.now() - startedAt
        const code = problemCode || undefined
        const detail = (status >= SERVER_FAULT && problemDetail) || undefined
        const key = keyName || undefined
        const line = {
          requestId,
          method,
          path,
          status,
          ms,
          key,
          code,
          detail,
          traceId: span?.traceId,
          spanId: span?.spanId,
        }
        if (status < CALLER_FAULT && PROBED.test(path))
          log.debug({ ...line, ms: microseconds(ms) }, 'request')
        else log.request(line)
        figures.of(method, route).record(status, ms, span)
      },
    )
}
