import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import type { Metrics } from './metrics/metrics.ts'
import { MEDIA_TYPES } from './schema-keywords.ts'
import { problemResponses } from './server-problems.ts'

/** `GET /metrics`: metrics for Prometheus. */
export function metricsRoute(metrics: Metrics) {
  return new Elysia().get(
    '/metrics',
    ({ set, server }) => {
      set.headers['content-type'] = metrics.contentType
      return metrics.text(server)
    },
    {
      response: {
        ...problemResponses(500),
        200: Type.String({ description: 'Prometheus text, version 0.0.4', [MEDIA_TYPES]: ['text/plain'] }),
      },
      detail: {
        summary: 'Prometheus metrics',
        description: 'Counters and histograms of this process since it started.',
        tags: ['Operators'],
      },
    },
  )
}
