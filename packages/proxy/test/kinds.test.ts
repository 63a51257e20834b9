import { describe, expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import { answerOf } from './answer-of.ts'
import { FakeModels } from './fake-models.ts'
import house from './house.json' with { type: 'json' }

const row = [120, null, 'house', false, 'near the sea'] as const
const named = { area: 120, kind: 'house', lift: false, note: 'near the sea' } as const

/** A proxy for the house over models that record what they got. */
const start = () =>
  FakeModels.start(house, {
    sold: () => [0.75, 0.25],
    price: ([rooms, kind, note]) => Number(rooms ?? 0.1) + String(kind).length + String(note).length,
  })
const PRICE = 0.1 + 'house'.length + 'near the sea'.length

describe('an ensemble of a probability and a value', () => {
  test('answers with both, by arrays and by name', async () => {
    await using models = await start()
    const api = treaty(models.proxy.proxy, { parseDate: false })
    const answer = await answerOf(api.predict.post({ rows: [named] }))
    type Price = Exclude<(typeof answer)['price'], { error: unknown }>
    checkTypes<[Expect<Equal<Price['prediction'], number>>]>()
    expect(answer).toEqual({ sold: { prediction: [0.75, 0.25] }, price: { prediction: PRICE } })
    expect(await answerOf(api.predict.post({ data: [[...row]] }))).toEqual(answer)
    const many = await answerOf(api.predict.batch.post({ rows: [named, { ...named, rooms: 2 }] }))
    expect(many.price).toEqual({ prediction: [PRICE, PRICE + 1.9] })
  })

  test('decides by its voters, and the other classifier need not be up', async () => {
    await using models = await start()
    models.stop('price')
    const api = treaty(models.proxy.proxy, { parseDate: false })
    expect(await answerOf(api.predict.label.post({ rows: [named] }))).toEqual({
      prediction: { proba: 0.75, label: 'sold' },
    })
  })

  test('sends a model its own features only', async () => {
    await using models = await start()
    const api = treaty(models.proxy.proxy, { parseDate: false })
    await answerOf(api.predict.post({ rows: [named] }))
    expect(models.asked.price).toContainEqual([null, 'house', 'near the sea'])
  })

  test.each<[object, string]>([
    [
      { rows: [{ ...named, kind: 'castle' }] },
      'rows[0].kind is the text "castle", expected one of "flat", "house"',
    ],
    [
      { rows: [{ ...named, rooms: 2.5 }] },
      'rows[0].rooms is 2.5, expected a whole number up to 2^53 - 1, or null',
    ],
    [
      { rows: [{ ...named, area: null }] },
      'rows[0].area is null, expected a finite number that fits float32',
    ],
    [{ rows: [{ ...named, garden: true }] }, 'rows[0].garden is not a known field'],
    [{ rows: [{ ...named, lift: undefined }] }, 'rows[0].lift is missing'],
    [
      { data: [[120, 3, 'castle', true, null]] },
      'data[0][2] is the text "castle", expected kind: one of "flat", "house"',
    ],
    [{ data: [[120, 3, 'flat', 1, null]] }, 'data[0][3] is 1, expected lift: true or false'],
    [{ data: [[...row]], rows: [named] }, 'there are data and rows, expected one of them'],
    [{}, 'data is missing'],
  ])('refuses %j', async (body, detail) => {
    await using models = await start()
    const response = await models.proxy.post('/predict', JSON.stringify(body))
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'invalid-request', detail })
  })

  test('has an OpenAPI document, in which only a voter is a label', async () => {
    await using models = await start()
    const document = await (await models.proxy.fetch('/docs/json')).json()
    const Decision = { properties: { label: { const: 'sold' } } }
    expect(document).toMatchObject({
      components: { schemas: { ClassifierName: { enum: ['sold', 'price'] }, Decision } },
    })
  })

  test('describes features and models', async () => {
    await using models = await start()
    await models.proxy.untilReady()
    const metadata = await (await models.proxy.fetch('/metadata')).json()
    expect(metadata).toMatchObject({
      data_type: 'mixed',
      data_sample: [[80.5, 3, 'flat', true, null]],
      prediction_type: 'mixed',
      features: [
        { name: 'area', unit: 'm2' },
        { name: 'rooms', kind: 'integer', missing: {} },
        { name: 'kind', kind: 'category', values: ['flat', 'house'] },
        { name: 'lift', kind: 'boolean' },
        { name: 'note', kind: 'text', missing: {} },
      ],
    })
    const described = await (await models.proxy.fetch('/models')).json()
    expect(described).toMatchObject({ price: { output: { value: { unit: 'EUR' } } } })
  })
})
