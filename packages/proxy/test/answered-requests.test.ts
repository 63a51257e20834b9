import { afterAll, describe, expect, test } from 'bun:test'
import type { DecideRow } from '@sepal/ensemble'
import { hashOf, KeyRing, newKey } from '@sepal/keys'
import { Changes } from '@sepal/server/testing'
import { ROWS_PER_TURN } from '../src/answers/array-pieces.ts'
import { type AnswerRows, startOf } from '../src/core/answer-rows.ts'
import type { AnsweredRequest } from '../src/core/answered-request.ts'
import type { Outcome } from '../src/core/outcome.ts'
import { FakeModels } from './fake-models.ts'
import { FaultyClassifier } from './faulty-classifier.ts'
import prices from './prices.json' with { type: 'json' }
import type { RunningProxy } from './running-proxy.ts'
import stacked from './stack.json' with { type: 'json' }

const models = {
  linear: ([area]: readonly unknown[]) => Number(area) + 1,
  forest: ([area]: readonly unknown[]) => Number(area) + 4,
  sold: () => 'yes',
} as const
const one = { data: [[80]] }
const two = { rows: [{ area: 80 }, { area: 0 }] }
const long = { data: Array.from({ length: ROWS_PER_TURN + 1 }, (_, i) => [i]) }

/** Answered requests as they are told. */
class Told {
  all: AnsweredRequest[] = []
  readonly #changes = new Changes()

  readonly onAnswered = (answered: AnsweredRequest) => {
    this.all.push(answered)
    this.#changes.notify()
  }

  /** The only one since it was last asked; that of a stream is told after its last bytes. */
  async only(): Promise<AnsweredRequest> {
    await this.#changes.until('an answered request', () => this.all.length > 0)
    const [answered, ...others] = this.all
    if (answered === undefined || others.length > 0) throw new Error(`${this.all.length} are told`)
    this.all = []
    return answered
  }
}

const randomBytes = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)
const told = new Told()
const healthy = await FakeModels.start(prices, models, { onAnswered: told.onAnswered })
const lame = await FakeModels.start(prices, models, { onAnswered: told.onAnswered })
lame.stop('linear')
afterAll(async () => {
  await healthy[Symbol.asyncDispose]()
  await lame[Symbol.asyncDispose]()
})

async function ask(
  proxy: Pick<RunningProxy<never>, 'fetch'>,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await proxy.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'asked-1', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, text: await response.text() }
}

/** The numbers of each row that a classifier answered, or the kind of its failure. */
function seen(outcome: Outcome<AnswerRows> | undefined) {
  if (outcome?.kind !== 'ok') return outcome?.kind
  const { data, rows, width } = outcome.value
  return Array.from({ length: rows }, (_, row) => {
    const at = startOf(outcome.value, row)
    return [...data.subarray(at, at + width)]
  })
}

const VALUES = { value: 83, min: 81, max: 84, spread: 1.5 }

describe('an answered request is told', () => {
  test('with the answers of all classifiers, for POST /predict', async () => {
    await ask(healthy.proxy, '/predict', one)
    const { ms, outcomes, ...answered } = await told.only()
    expect(ms).toBeGreaterThan(0)
    expect(answered).toEqual({
      requestId: 'asked-1',
      key: undefined,
      route: '/predict',
      rows: { rows: [[80]], texts: [] },
      decisions: undefined,
      code: undefined,
    })
    expect(outcomes.map(seen)).toEqual([[[81]], [[84]], [[0]]])
  })

  test('with each row, for POST /predict/batch', async () => {
    await ask(healthy.proxy, '/predict/batch', two)
    const { route, rows, outcomes } = await told.only()
    expect(route).toBe('/predict/batch')
    expect(rows.rows).toEqual([[80], [0]])
    expect(outcomes.map(seen)).toEqual([
      [[81], [1]],
      [[84], [4]],
      [[0], [0]],
    ])
  })

  test('with the decision, and nothing of a classifier that takes no part in it', async () => {
    await ask(healthy.proxy, '/predict/value', one)
    const { route, outcomes, decisions } = await told.only()
    expect(route).toBe('/predict/value')
    expect(outcomes.map(seen)).toEqual([[[81]], [[84]], undefined])
    expect(decisions).toEqual([VALUES])
  })

  test('with a decision for each row', async () => {
    await ask(healthy.proxy, '/predict/value/batch', two)
    const { route, decisions } = await told.only()
    expect(route).toBe('/predict/value/batch')
    expect(decisions).toEqual([VALUES, { value: 3, min: 1, max: 4, spread: 1.5 }])
  })

  test('at the end of a stream', async () => {
    await ask(healthy.proxy, '/predict/stream', one)
    const { requestId, route, rows, outcomes, decisions } = await told.only()
    expect({ requestId, route, rows: rows.rows }).toEqual({
      requestId: 'asked-1',
      route: '/predict/stream',
      rows: [[80]],
    })
    expect(outcomes.map(seen)).toEqual([[[81]], [[84]], [[0]]])
    expect(decisions).toEqual([VALUES])
  })

  test.each(['/predict/batch', '/predict/value/batch'])('once for many rows, at %s', async (path) => {
    const { status } = await ask(healthy.proxy, path, long)
    expect(status).toBe(200)
    const { rows, outcomes, decisions } = await told.only()
    expect(rows.rows).toHaveLength(long.data.length)
    expect(outcomes[0]).toMatchObject({ kind: 'ok', value: { rows: long.data.length } })
    expect(decisions?.length).toBe(path === '/predict/batch' ? undefined : long.data.length)
  })

  test.each([
    ['/predict', one, undefined],
    ['/predict/batch', two, undefined],
    ['/predict/value', one, [{ value: 84, min: 84, max: 84, spread: 0 }]],
  ])('that is partial, with the failure, at %s', async (path, body, decisions) => {
    const { status } = await ask(lame.proxy, `${path}?partial=true`, body)
    expect(status).toBe(200)
    const answered = await told.only()
    expect(answered.outcomes.map((outcome) => outcome?.kind).slice(0, 2)).toEqual(['unavailable', 'ok'])
    expect(answered.code).toBeUndefined()
    expect(answered.decisions).toEqual(decisions)
  })

  test.each(['/predict', '/predict/batch', '/predict/value', '/predict/value/batch'])(
    'that is refused, with its code, at %s',
    async (path) => {
      const { status } = await ask(lame.proxy, path, one)
      expect(status).toBe(503)
      const { code, outcomes, decisions } = await told.only()
      expect(code).toBe('classifier-unavailable')
      expect(outcomes[0]?.kind).toBe('unavailable')
      expect(decisions).toBeUndefined()
    },
  )

  test('that is refused although it has many rows', async () => {
    const { status } = await ask(lame.proxy, '/predict/value/batch', long)
    expect(status).toBe(503)
    expect((await told.only()).code).toBe('classifier-unavailable')
  })

  test('by a stream whose classifiers failed, without a decision', async () => {
    await using system = await FakeModels.start(prices, models, { onAnswered: told.onAnswered })
    for (const name of ['linear', 'forest', 'sold'] as const) system.stop(name)
    await ask(system.proxy, '/predict/stream', one)
    const { outcomes, decisions } = await told.only()
    expect(outcomes.map(seen)).toEqual(['unavailable', 'unavailable', 'unavailable'])
    expect(decisions).toBeUndefined()
  })

  test("with the name of the caller's key, by all routes", async () => {
    const secrets = [newKey(randomBytes), newKey(randomBytes)]
    const keys = new KeyRing(
      secrets.map((key, i) => ({ name: `caller-${i}`, sha256: hashOf(key), scopes: ['predict'] })),
    )
    await using locked = await FakeModels.start(prices, models, { onAnswered: told.onAnswered, keys })
    for (const [path, body] of [
      ['/predict', one],
      ['/predict/batch', two],
      ['/predict/batch', long],
      ['/predict/value', one],
      ['/predict/value/batch', two],
      ['/predict/value/batch', long],
      ['/predict/stream', one],
    ] as const) {
      for (const [i, key] of secrets.entries()) {
        const { status } = await ask(locked.proxy, path, body, { 'x-api-key': key })
        expect([path, status]).toEqual([path, 200])
        expect(await told.only()).toMatchObject({ route: path, key: `caller-${i}` })
      }
    }
    expect((await ask(locked.proxy, '/predict', one)).status).toBe(401)
    expect(told.all).toEqual([])
  })

  test.each([one, long])('whose deciding module failed', async (body) => {
    const decideRow: DecideRow = () => {
      throw new Error('no')
    }
    const own = { ...prices, combine: { './decide.ts': {} } }
    await using running = await FakeModels.start(own, models, { onAnswered: told.onAnswered, decideRow })
    const path = body === one ? '/predict/decision' : '/predict/decision/batch'
    expect((await ask(running.proxy, path, body)).status).toBe(500)
    const { code, outcomes, decisions } = await told.only()
    expect(code).toBe('decision-failed')
    expect(outcomes[0]?.kind).toBe('ok')
    expect(decisions).toBeUndefined()
  })

  test.each(['/predict', '/predict/label', '/predict/stream'])(
    'with the final model of a stack last, at %s',
    async (path) => {
      await using final = new FaultyClassifier(({ body, path }) =>
        path === '/predict'
          ? Response.json({ classifier: 'stack', prediction: JSON.parse(body).data.map(() => [0.25, 0.75]) })
          : new Response(null, { status: 404 }),
      )
      const answers = { linear: () => [0.5, 0.5], forest: () => [0.5, 0.25, 0.25], spare: () => [1, 0] }
      const options = { onAnswered: told.onAnswered, stackAddress: final.address }
      await using running = await FakeModels.start(stacked, answers, options)
      expect((await ask(running.proxy, path, { data: [[1, 2]] })).status).toBe(200)
      const { outcomes } = await told.only()
      expect(outcomes.map(seen)).toEqual([
        [[0.5, 0.5]],
        [[0.5, 0.25, 0.25]],
        path === '/predict/label' ? undefined : [[1, 0]],
        path === '/predict' ? undefined : [[0.25, 0.75]],
      ])
    },
  )
})

test('no request is told whose rows went nowhere', async () => {
  const { proxy } = healthy
  expect((await ask(proxy, '/predict', { data: [['x']] })).status).toBe(422)
  for (const path of ['/predict/get/test', '/predict/post/test'])
    expect((await proxy.fetch(path)).status).toBe(200)
  expect(told.all).toEqual([])
})
