import { expect, test } from 'bun:test'
import { Metrics } from './metrics/metrics.ts'
import { RequestFigures } from './metrics/request-figures.ts'
import { metricsRoute } from './metrics-route.ts'

const text = 'text/plain; version=0.0.4; charset=utf-8'
const openMetrics = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

test.each([
  ['', text],
  ['*/*', text],
  ['text/html', text],
  ['application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1', openMetrics],
  ['application/openmetrics-text', openMetrics],
  ['Application/OpenMetrics-Text; version=1.0.0', openMetrics],
  ['text/plain, application/openmetrics-text;q=0.2', text],
  ['application/openmetrics-text;q=0', text],
])('a scraper that accepts %j gets %s', async (accept, contentType) => {
  const app = metricsRoute(new Metrics(new RequestFigures()), {})
  const response = await app.handle(new Request('http://localhost/metrics', { headers: { accept } }))
  expect(response.headers.get('content-type')).toBe(contentType)
  expect((await response.text()).endsWith('# EOF\n')).toBe(contentType === openMetrics)
})
