import { Elysia } from 'elysia'
import { requestContext } from './request-context.ts'
import { PROBED } from './request-log.ts'
import type { SpanAttributes, Tracer } from './tracing/span.ts'

/** From here on it is not the caller who did wrong. */
const SERVER_FAULT = 500
/** How much of a path is told, characters. */
const LONGEST_PATH = 200

/** Others count as `_OTHER`, since callers can send any. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'])

/**
 * A span for each request, by the semantic conventions for HTTP, as part of the caller's trace. Health checks and scrapes
 * have none. Without a tracer, nothing is added to the app.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function requestTracing(tracer: Tracer | undefined) {
  const plugin = new Elysia().use(requestContext)
  if (tracer === undefined) return plugin
  return plugin
    .onRequest((context) => {
      const { request, requestId, startedAt } = context
      const { pathname, protocol } = new URL(request.url)
      const { method, headers } = request
      // A connection for many calls is none of them.
      if (PROBED.test(pathname) || headers.has('upgrade')) return
      const received = { traceparent: headers.get('traceparent'), tracestate: headers.get('tracestate') }
      const attributes: SpanAttributes = {
        'http.request.method': METHODS.has(method) ? method : '_OTHER',
        'url.path': pathname.slice(0, LONGEST_PATH),
        'url.scheme': protocol.slice(0, -1),
        'sepal.request.id': requestId,
      }
      context.span = tracer.begin(received, method, { kind: 'server', attributes, startedAt })
    })
    .onAfterResponse({ as: 'global' }, ({ span, request, route, set, problemCode, problemDetail }) => {
      if (span === undefined) return
      const status = Number(set.status ?? 200)
      const method = METHODS.has(request.method) ? request.method : 'HTTP'
      span.rename(route ? `${method} ${route}` : method)
      span.set({
        'http.route': route || undefined,
        'http.response.status_code': status,
        'error.type': problemCode || undefined,
      })
      // What a caller did wrong is no error of the server.
      if (status >= SERVER_FAULT) span.fail(problemCode || `${status}`, problemDetail || undefined)
      span.end()
    })
}
