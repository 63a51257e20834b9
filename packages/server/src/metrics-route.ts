import { type TSchema, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import type { Metrics } from './metrics/metrics.ts'
import { MEDIA_TYPES } from './schema-keywords.ts'
import { problemResponses } from './server-problems.ts'

const OPENMETRICS = 'application/openmetrics-text'

/** What Prometheus asks for by default, before the other form. */
function wantsOpenMetrics(accept: string): boolean {
  const types = accept
    .toLowerCase()
    .split(',')
    .map((type) => type.trim())
  const asked = types.find((type) => type.startsWith(OPENMETRICS))
  return (
    asked !== undefined && qualityOf(asked) > 0 && qualityOf(asked) >= qualityOf(types.find(isText) ?? 'q=0')
  )
}

const isText = (type: string) => type.startsWith('text/plain')

/** The weight of a media type, https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2 */
const qualityOf = (type: string) => Number(/\bq=([\d.]+)/.exec(type)?.[1] ?? 1)

/**
 * `GET /metrics`: metrics for Prometheus.
 * @param refusals the responses of whatever checks the caller first
 */
export function metricsRoute<const R extends Record<number, TSchema>>(metrics: Metrics, refusals: R) {
  return new Elysia().get(
    '/metrics',
    async ({ set, server, request }) => {
      const form = wantsOpenMetrics(request.headers.get('accept') ?? '') ? 'openMetrics' : 'text'
      set.headers['content-type'] = await metrics.contentType(form)
      return metrics.text(server, form)
    },
    {
      response: {
        ...refusals,
        ...problemResponses(500),
        200: Type.String({
          description: 'Prometheus text, version 0.0.4; OpenMetrics, version 1.0.0, if that is asked for',
          [MEDIA_TYPES]: ['text/plain', OPENMETRICS],
        }),
      },
      detail: {
        summary: 'Prometheus metrics',
        description:
          'Counters and histograms of this process since it started. As OpenMetrics, the buckets of the times of requests have exemplars: the traces of requests that they count.',
        tags: ['Operators'],
      },
    },
  )
}
