import { expect, test } from 'bun:test'
import { Metrics } from './metrics.ts'
import { RequestFigures } from './request-figures.ts'

/** The lines with values of one family. */
const linesOf = (text: string, name: string) =>
  text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))

test('requests are counted by route and status', async () => {
  const requests = new RequestFigures()
  const metrics = new Metrics(requests)
  requests.of('POST', '/predict').record(200, 1)
  requests.of('POST', '/predict').record(200, 1)
  requests.of('POST', '/predict').record(422, 1)
  requests.of('GET', '/health').record(200, 1)
  expect(linesOf(await metrics.text(), 'sepal_requests_total')).toEqual([
    'sepal_requests_total{method="POST",route="/predict",status="200"} 2',
    'sepal_requests_total{method="POST",route="/predict",status="422"} 1',
    'sepal_requests_total{method="GET",route="/health",status="200"} 1',
  ])
})

test('what no route takes is one, whatever callers make up', async () => {
  const requests = new RequestFigures()
  for (let i = 0; i < 1000; i++) requests.of(`M${i}`, undefined).record(404, 1)
  expect(linesOf(await new Metrics(requests).text(), 'sepal_requests_total')).toEqual([
    'sepal_requests_total{method="none",route="none",status="404"} 1000',
  ])
})

test('times are a histogram in seconds', async () => {
  const requests = new RequestFigures()
  for (const ms of [0.4, 2, 3, 70_000]) requests.of('POST', '/predict').record(200, ms)
  const text = await new Metrics(requests).text()
  const labels = 'method="POST",route="/predict"'
  expect(text).toContain('# TYPE sepal_request_duration_seconds histogram\n')
  const buckets = linesOf(text, 'sepal_request_duration_seconds_bucket')
  expect(buckets.slice(0, 5)).toEqual([
    `sepal_request_duration_seconds_bucket{${labels},le="0.0005"} 1`,
    `sepal_request_duration_seconds_bucket{${labels},le="0.001"} 1`,
    `sepal_request_duration_seconds_bucket{${labels},le="0.0025"} 2`,
    `sepal_request_duration_seconds_bucket{${labels},le="0.005"} 3`,
    `sepal_request_duration_seconds_bucket{${labels},le="0.01"} 3`,
  ])
  expect(buckets.at(-1)).toBe(`sepal_request_duration_seconds_bucket{${labels},le="+Inf"} 4`)
  expect(linesOf(text, 'sepal_request_duration_seconds_sum')).toEqual([
    `sepal_request_duration_seconds_sum{${labels}} 70.0054`,
  ])
  expect(linesOf(text, 'sepal_request_duration_seconds_count')).toEqual([
    `sepal_request_duration_seconds_count{${labels}} 4`,
  ])
})

test('figures are read when they are asked for', async () => {
  const metrics = new Metrics(new RequestFigures())
  let value = 1
  const family = { help: 'h', labels: ['a'], samples: () => [{ labels: { a: 'b' }, value }] }
  metrics.counter({ name: 'up_total', ...family })
  metrics.gauge({ name: 'now', ...family })
  await metrics.text()
  value = 3
  const text = await metrics.text()
  expect(linesOf(text, 'up_total')).toEqual(['up_total{a="b"} 3'])
  expect(linesOf(text, 'now')).toEqual(['now{a="b"} 3'])
})

test('the process has the names that dashboards know', async () => {
  const text = await new Metrics(new RequestFigures()).text()
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'process_start_time_seconds',
  ]) {
    const [, value] = linesOf(text, name)[0]?.split(' ') ?? []
    expect(Number(value)).toBeGreaterThan(0)
  }
})

test('as OpenMetrics, each bucket has the last of its requests that was traced', async () => {
  const requests = new RequestFigures()
  const metrics = new Metrics(requests)
  const figures = requests.of('POST', '/predict')
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }
  figures.record(200, 2, { ...span, spanId: 'c'.repeat(16) })
  figures.record(200, 2.25, span)
  figures.record(200, 40)
  const text = await metrics.text(null, 'openMetrics')
  const exemplars = text.split('\n').filter((line) => line.includes(' # {'))
  expect(exemplars).toEqual([
    expect.stringMatching(
      /^sepal_request_duration_seconds_bucket\{method="POST",route="\/predict",le="0.0025"\} 2 # \{trace_id="a{32}",span_id="b{16}"\} 0.00225 \d+\.?\d*$/,
    ),
  ])
  expect(text).toContain('# TYPE sepal_requests counter\nsepal_requests_total{')
  expect(text).toContain(',le="1.0"} 3\n')
  expect(text).toEndWith('# EOF\n')
  // The other form is as before, whichever was asked for first.
  expect(await metrics.text()).not.toMatch(/trace_id|EOF|le="1\.0"/)
  expect(await metrics.text()).toContain('# TYPE sepal_requests_total counter\n')
})
