import { describe, expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import type { Answers, DecidedBy, DecideRow } from '@sepal/ensemble'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import { answerOf } from './answer-of.ts'
import { FakeModels } from './fake-models.ts'
import prices from './prices.json' with { type: 'json' }

const own = { ...prices, combine: { './decide.ts': {} } }
type Own = typeof own

/** What a user writes: the dearer of the two values, and how many answered. */
function decide({ linear, forest, sold }: Answers<Own>) {
  if (linear === -1 || forest === -1) throw new Error('no such price, and a secret')
  if (linear === -2) return { dearest: Number.NaN, said: sold ?? null }
  return { dearest: Math.max(linear ?? 0, forest ?? 0), said: sold ?? null }
}
checkTypes<[Expect<Equal<Answers<Own>['sold'], 'yes' | 'no' | undefined>>]>()

const models = {
  linear: ([area]: readonly unknown[]) => Number(area) + 1,
  forest: ([area]: readonly unknown[]) => Number(area) + 4,
  sold: () => 'yes',
} as const
const body = { data: [[80]] }
const query = { partial: true }

const start = (quorum = 1) =>
  FakeModels.start(own as DecidedBy<Own, typeof decide>, models, {
    // The proxy knows no names; what it gives to a module is what the module's type says.
    decideRow: decide as DecideRow,
    partial: { isDefault: false, quorum },
  })
type Running = Awaited<ReturnType<typeof start>>
const apiOf = ({ proxy }: Running) => treaty(proxy.proxy, { parseDate: false })

async function streamed({ proxy }: Running, rows: object, asked = '') {
  const response = await proxy.fetch(`/predict/stream${asked}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
    body: JSON.stringify(rows),
  })
  const text = await response.text()
  if (response.status !== 200) return [{ event: 'refused', data: JSON.parse(text) }]
  return text
    .trimEnd()
    .split('\n')
    .map((line): { event: string; data: Record<string, unknown> } => JSON.parse(line))
}

describe("a user's own module", () => {
  test('decides at /predict/decision, for one row and for many', async () => {
    await using running = await start()
    const api = apiOf(running)
    const { prediction } = await answerOf(api.predict.decision.post(body))
    checkTypes<
      [
        Expect<Equal<typeof prediction, { dearest: number; said: 'yes' | 'no' | null }>>,
        Expect<Equal<'label' extends keyof typeof api.predict ? true : false, false>>,
      ]
    >()
    expect(prediction).toEqual({ dearest: 84, said: 'yes' })
    const many = await answerOf(api.predict.decision.batch.post({ rows: [{ area: 1 }, { area: 2 }] }))
    expect(many.prediction.map(({ dearest }) => dearest)).toEqual([5, 6])
    expect((await running.proxy.post('/predict/label', JSON.stringify(body))).status).toBe(404)
  })

  test('has undefined for who did not answer, and needs a quorum', async () => {
    await using running = await start(2)
    const api = apiOf(running)
    running.stop('forest')
    expect(await answerOf(api.predict.decision.post(body, { query }))).toEqual({
      prediction: { dearest: 81, said: 'yes' },
      complete: false,
      missing: ['forest'],
    })
    expect((await api.predict.decision.post(body)).error?.value).toMatchObject({
      code: 'classifier-unavailable',
    })
    running.stop('sold')
    expect((await api.predict.decision.post(body, { query })).error?.value).toMatchObject({
      code: 'quorum-not-met',
    })
  })

  test.each([
    [-2, './decide.ts threw for row 1, counted from 0'],
    [-3, './decide.ts returned NaN, expected JSON for row 1, counted from 0'],
  ])('ends a request with a problem when it fails for a row: %d', async (area, detail) => {
    await using running = await start()
    const response = await running.proxy.post(
      '/predict/decision/batch',
      JSON.stringify({ data: [[80], [area]] }),
    )
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(JSON.parse(text)).toMatchObject({ code: 'decision-failed', detail })
    expect(text).not.toContain('secret')
  })

  test('fails before the first byte of a long answer goes out', async () => {
    await using running = await start()
    const data = Array.from({ length: 3000 }, (_, row) => [row === 2999 ? -2 : row])
    const response = await running.proxy.post('/predict/decision/batch', JSON.stringify({ data }))
    expect(response.status).toBe(500)
    expect(JSON.parse(await response.text()).detail).toStartWith('./decide.ts threw for row 2999')
    const fine = await running.proxy.post(
      '/predict/decision/batch',
      JSON.stringify({ data: data.slice(0, 2500) }),
    )
    expect(JSON.parse(await fine.text()).prediction).toHaveLength(2500)
  })

  test('decides in a stream, and says there that it failed', async () => {
    await using running = await start()
    const events = await streamed(running, body, '?leaveOneOut=true')
    expect(events.at(-2)).toMatchObject({
      event: 'decision',
      data: {
        prediction: { dearest: 84, said: 'yes' },
        complete: true,
        leaveOneOut: { forest: { dearest: 81, said: 'yes' }, sold: { dearest: 84, said: null } },
      },
    })
    expect((await streamed(running, { data: [[-2]] })).at(-2)).toEqual({
      event: 'decision',
      data: {
        error: { code: 'decision-failed', detail: './decide.ts threw for row 0, counted from 0' },
      },
    })
  })

  test('is described in the OpenAPI document', async () => {
    await using running = await start()
    const document = JSON.parse(await (await running.proxy.fetch('/docs/json')).text())
    expect(Object.keys(document.paths)).toContain('/predict/decision/batch')
  })
})

describe('until', () => {
  test('is refused where one classifier alone says nothing', async () => {
    await using running = await start()
    expect(await streamed(running, body, '?until=0.9')).toMatchObject([
      { event: 'refused', data: { status: 422, code: 'invalid-request' } },
    ])
    type Asked = NonNullable<Parameters<ReturnType<typeof apiOf>['predict']['stream']['post']>[1]>
    checkTypes<[Expect<Equal<keyof NonNullable<Asked['query']>, 'partial' | 'leaveOneOut'>>]>()
  })
})
