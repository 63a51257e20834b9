import { expect, test } from 'bun:test'
import { type Load, runLoad } from './load.ts'
import { resultTable } from './result-table.ts'

const load = (url: URL): Load => ({
  title: 'two rows',
  url: url.href,
  body: '{}',
  rowsPerRequest: 2,
  connections: 4,
})

test('rows are counted with every answer, and a refusal is none', async () => {
  let asked = 0
  await using server = Bun.serve({
    port: 0,
    fetch: () => new Response('', { status: ++asked % 2 === 0 ? 503 : 200 }),
  })
  const startedAt = performance.now()
  const result = await runLoad(load(server.url), 100, new AbortController().signal)
  const mostSeconds = (performance.now() - startedAt) / 1000
  expect(result.requests + (result.failures['503'] ?? 0)).toBe(asked)
  expect(result.requests).toBeGreaterThan(0)
  // Per second; it took at least the 100 ms.
  expect(result.rows).toBeGreaterThanOrEqual((result.requests * 2) / mostSeconds)
  expect(result.rows).toBeLessThanOrEqual((result.requests * 2) / 0.1)
  const table = resultTable(
    [[load(server.url), { ...result, p50: 1.234 }]],
    [{ label: 'forest', name: 'forest', cores: 0.5 }],
  )
  expect(table).toMatch(/^ {12}rows\/s {2}p50 ms {2}p99 ms\n {2}two rows +[\d,]+ {4}1.23/)
  expect(table).toContain(`two rows: ${result.failures['503']} requests failed with 503`)
  expect(table).toContain('forest                   0.50')
})

test('it ends when it is told to', async () => {
  await using server = Bun.serve({ port: 0, fetch: () => new Promise<Response>(() => {}) })
  const stopping = new AbortController()
  const running = runLoad(load(server.url), 60_000, stopping.signal)
  stopping.abort()
  expect((await running).requests).toBe(0)
})
