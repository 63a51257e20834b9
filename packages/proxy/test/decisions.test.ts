import { describe, expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import { answerOf } from './answer-of.ts'
import { FakeModels } from './fake-models.ts'
import prices from './prices.json' with { type: 'json' }

type Prices = typeof prices
/** The same ensemble with another strategy. */
const withCombine = <const C>(combine: C) =>
  ({ ...prices, combine }) as Omit<Prices, 'combine'> & { combine: C }

const body = { data: [[80]] }
const models = {
  linear: ([area]: readonly unknown[]) => Number(area) + 1,
  forest: ([area]: readonly unknown[]) => Number(area) + 4,
  sold: () => 'yes',
} as const

describe('an ensemble whose decision is a value', () => {
  const start = (quorum = 1) => FakeModels.start(prices, models, { partial: { isDefault: false, quorum } })

  test('answers with it, its bounds and its spread, for one row and for many', async () => {
    await using running = await start()
    const api = treaty(running.proxy.proxy, { parseDate: false })
    const { prediction } = await answerOf(api.predict.value.post(body))
    checkTypes<
      [
        Expect<Equal<typeof prediction, { value: number; min: number; max: number; spread: number }>>,
        Expect<Equal<'label' extends keyof typeof api.predict ? true : false, false>>,
      ]
    >()
    expect(prediction).toEqual({ value: 83, min: 81, max: 84, spread: 1.5 })
    const many = await answerOf(api.predict.value.batch.post({ rows: [{ area: 80 }, { area: 0 }] }))
    expect(many.prediction.map(({ value }) => value)).toEqual([83, 3])
    expect((await running.proxy.post('/predict/label', JSON.stringify(body))).status).toBe(404)
  })

  test('decides without a failed classifier when the caller accepts that', async () => {
    await using running = await start()
    running.stop('linear')
    const api = treaty(running.proxy.proxy, { parseDate: false })
    expect((await api.predict.value.post(body)).status).toBe(503)
    expect(await answerOf(api.predict.value.post(body, { query: { partial: true } }))).toEqual({
      prediction: { value: 84, min: 84, max: 84, spread: 0 },
      complete: false,
      missing: ['linear'],
    })
  })

  test('refuses to decide when too few of its voters answered', async () => {
    await using running = await start(2)
    running.stop('forest')
    const api = treaty(running.proxy.proxy, { parseDate: false })
    const { error } = await api.predict.value.post(body, { query: { partial: true } })
    expect(error?.value).toMatchObject({
      code: 'quorum-not-met',
      detail: '1 of 2 classifiers answered, at least 2 must',
    })
  })

  test('streams the value as the decision', async () => {
    await using running = await start()
    const response = await running.proxy.fetch('/predict/stream', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
      body: JSON.stringify(body),
    })
    const events = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.map(({ event }) => event)).toEqual([
      'prediction',
      'prediction',
      'prediction',
      'value',
      'done',
    ])
    expect(events[3].data.prediction.value).toBe(83)
  })
})

test('an ensemble without a decision has no route for one', async () => {
  const none = withCombine({ none: {} })
  await using running = await FakeModels.start(none, models)
  const api = treaty(running.proxy.proxy, { parseDate: false })
  checkTypes<
    [
      Expect<Equal<'label' extends keyof typeof api.predict ? true : false, false>>,
      Expect<Equal<'value' extends keyof typeof api.predict ? true : false, false>>,
    ]
  >()
  expect(await answerOf(api.predict.post(body))).toEqual({
    linear: { prediction: 81 },
    forest: { prediction: 84 },
    sold: { prediction: 'yes' },
  })
  for (const path of ['/predict/label', '/predict/value']) {
    expect((await running.proxy.post(path, JSON.stringify(body))).status).toBe(404)
  }
})

test('at-least does not decide on fewer answers than its count', async () => {
  const alarm = {
    ...prices,
    classifiers: { sold: prices.classifiers.sold, listed: { ...prices.classifiers.sold, port: 8003 } },
    combine: { 'at-least': { count: 2, class: 'yes' } },
  }
  await using running = await FakeModels.start(alarm, { sold: () => 'yes', listed: () => 'yes' })
  const api = treaty(running.proxy.proxy, { parseDate: false })
  const query = { partial: true }
  const { prediction } = await answerOf(api.predict.label.post(body, { query }))
  expect(prediction).toEqual({ label: 'yes', count: 2 })
  running.stop('listed')
  const { error } = await api.predict.label.post(body, { query })
  expect(error?.value).toMatchObject({ code: 'quorum-not-met' })
})
