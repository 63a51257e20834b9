import { describe, expect, test } from 'bun:test'
import { FakeGarden } from '../../test/fake-garden.ts'
import { NOBODY, never } from '../../test/faulty-classifier.ts'
import { garden, gardenRow } from '../../test/garden.ts'

const rows = (count: number) => JSON.stringify({ data: Array.from({ length: count }, () => gardenRow) })
const names = Object.keys(garden.classifiers)
const scrape = async ({ proxy }: FakeGarden) => {
  const response = await proxy.fetch('/metrics')
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return (await response.text()).split('\n')
}

describe('GET /metrics', () => {
  test('counts requests, rows and calls of every classifier', async () => {
    await using fake = await FakeGarden.start()
    expect((await fake.proxy.post('/predict', rows(1))).status).toBe(200)
    expect((await fake.proxy.post('/predict/batch', rows(3))).status).toBe(200)
    const lines = await scrape(fake)
    expect(lines).toContain('sepal_requests_total{method="POST",route="/predict/batch",status="200"} 1')
    for (const name of names) {
      expect(lines).toContain(`sepal_classifier_requests_total{classifier="${name}"} 2`)
      expect(lines).toContain(`sepal_classifier_rows_total{classifier="${name}"} 4`)
      expect(lines).toContain(`sepal_classifier_calls_total{classifier="${name}"} 2`)
      expect(lines).toContain(`sepal_classifier_call_rows_total{classifier="${name}"} 4`)
      expect(lines).toContain(`sepal_classifier_outcomes_total{classifier="${name}",outcome="ok"} 2`)
      expect(lines).toContain(
        `sepal_classifier_call_duration_seconds_count{classifier="${name}",answered="true"} 2`,
      )
      expect(lines).toContain(`sepal_classifier_waiting_rows{classifier="${name}"} 0`)
      expect(lines).toContain(`sepal_classifier_rows_under_way{classifier="${name}"} 0`)
      expect(lines).toContain(`sepal_classifier_row_limit{classifier="${name}"} +Inf`)
      expect(lines).toContain(`sepal_classifier_replicas{classifier="${name}",state="closed"} 1`)
    }
  })

  test('tells how many rows are with a classifier', async () => {
    const asked = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<Response>()
    await using fake = await FakeGarden.start({
      rose: () => {
        asked.resolve()
        return answered.promise
      },
    })
    const request = fake.proxy.post('/predict/batch', rows(3))
    await asked.promise
    const lines = await scrape(fake)
    expect(lines).toContain('sepal_classifier_rows_under_way{classifier="rose"} 3')
    expect(lines).toContain('sepal_classifier_waiting_rows{classifier="rose"} 0')
    answered.resolve(new Response('', { status: 500 }))
    expect((await request).status).toBe(502)
  })

  test('tells failures by their kind, and no address', async () => {
    await using fake = await FakeGarden.start(
      { rose: () => new Response('', { status: 500 }) },
      { elsewhere: { lily: NOBODY } },
    )
    expect((await fake.proxy.post('/predict', rows(1))).status).toBe(502)
    const lines = await scrape(fake)
    expect(lines).toContain('sepal_classifier_outcomes_total{classifier="rose",outcome="malformed"} 1')
    expect(lines).toContain('sepal_classifier_outcomes_total{classifier="lily",outcome="unavailable"} 1')
    expect(lines).toContain(
      'sepal_classifier_call_duration_seconds_count{classifier="rose",answered="false"} 1',
    )
    expect(
      lines.find((line) => line.startsWith('sepal_classifier_retries_total{classifier="lily"}')),
    ).toMatch(/ [1-9]$/)
    expect(lines.join()).not.toMatch(/127\.0\.0\.1|localhost/)
  })

  test('what callers make up does not add a line', async () => {
    await using fake = await FakeGarden.start()
    await fake.proxy.fetch('/nowhere')
    await scrape(fake)
    const { length } = await scrape(fake)
    for (let i = 0; i < 20; i++)
      await fake.proxy.fetch(`/nowhere/${i}?${i}`, { headers: { 'x-request-id': `${i}` } })
    expect((await scrape(fake)).length).toBe(length)
  })
})

describe('GET /services', () => {
  test('tells of every classifier what its batcher did, and where its replicas are', async () => {
    await using fake = await FakeGarden.start()
    expect((await fake.proxy.post('/predict/batch', rows(3))).status).toBe(200)
    const response = await fake.proxy.fetch('/services')
    const services: unknown = await response.json()
    const ms = expect.any(Number)
    const one = (name: keyof typeof garden.classifiers) => ({
      requests: 1,
      rows: 3,
      calls: 1,
      rowsSent: 3,
      retries: 0,
      hedges: 0,
      outcomes: { ok: 1, late: 0, unavailable: 0, rejected: 0, unanswerable: 0, malformed: 0, shed: 0 },
      waitingRows: 0,
      latency: { p50Ms: ms, p99Ms: ms },
      replicas: [
        { address: fake.classifiers[name].address, state: 'closed', callsUnderWay: 0, latencyMs: ms },
      ],
    })
    expect(services).toEqual({
      rose: one('rose'),
      'sun-flower': one('sun-flower'),
      lily: one('lily'),
      oak_tree: one('oak_tree'),
      moss2: one('moss2'),
    })
  })

  test('says which of several proxies it is', async () => {
    const headersOf = async (sharesPort: boolean) => {
      await using fake = await FakeGarden.start({}, { identity: { name: 'greenhouse/7', sharesPort } })
      const { headers } = await fake.proxy.fetch('/services')
      return [headers.get('x-proxy'), headers.get('x-proxy-shares-port')]
    }
    expect(await headersOf(false)).toEqual(['greenhouse/7', null])
    expect(await headersOf(true)).toEqual(['greenhouse/7', 'true'])
  })

  test('has the time of calls that ran out of it', async () => {
    await using fake = await FakeGarden.start({ rose: never })
    const request = fake.proxy.post('/predict', rows(1))
    await fake.passDeadline(['rose'])
    expect((await request).status).toBe(504)
    const services: unknown = await (await fake.proxy.fetch('/services')).json()
    expect(services).toHaveProperty('rose.latency.p50Ms', expect.any(Number))
  })

  test('has no time before there was a call', async () => {
    await using fake = await FakeGarden.start()
    const response = await fake.proxy.fetch('/services')
    const services: unknown = await response.json()
    expect(services).toHaveProperty('rose.latency', { p50Ms: null, p99Ms: null })
  })
})
