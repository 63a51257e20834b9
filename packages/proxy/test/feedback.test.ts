import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { treaty } from '@elysiajs/eden'
import { hashOf, KeyRing, newKey } from '@sepal/keys'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import { answerOf } from './answer-of.ts'
import { FakeModels } from './fake-models.ts'
import { openLog } from './open-log.ts'
import prices from './prices.json' with { type: 'json' }

const folder = mkdtempSync(join(tmpdir(), 'sepal-feedback-'))
afterAll(() => rmSync(folder, { recursive: true }))

const models = {
  linear: ([area]: readonly unknown[]) => Number(area) + 1,
  forest: ([area]: readonly unknown[]) => Number(area) + 4,
  sold: () => 'yes',
} as const
const headers = { 'x-request-id': 'sale-1' }
const own = { ...prices, combine: { 'hard-vote': {} } } as Omit<typeof prices, 'combine'> & {
  combine: { 'hard-vote': Record<never, never> }
}

test('an answer and what was right for it are in the log, under the same request and row', async () => {
  const decisionLog = openLog(folder, prices)
  await using running = await FakeModels.start(prices, models, { decisionLog })
  const api = treaty(running.proxy.proxy, { parseDate: false })
  await answerOf(api.predict.value.batch.post({ data: [[80], [0]] }, { headers }))
  const truth = [{ request: 'sale-1', row: 1, truth: 2.5 }]
  expect(await answerOf(api.feedback.post({ feedback: truth }))).toEqual({ recorded: 1 })
  await decisionLog.close(10_000)
  const [name = ''] = readdirSync(folder)
  const records = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
  const parsed: object[] = records.map((line) => JSON.parse(line))
  const decided = { type: 'decision', request: 'sale-1', 'models.linear': '0123456789ab' }
  // Records of either kind are in their own order.
  expect(parsed.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toMatchObject([
    { ...decided, row: 0, 'features.area': 80, 'decision.value': 83 },
    { ...decided, row: 1, 'features.area': 0, 'decision.value': 3 },
    { type: 'feedback', request: 'sale-1', row: 1, truth: 2.5 },
  ])
})

test('what was right is in the log with the name of the key that said so', async () => {
  const named = mkdtempSync(join(folder, 'keys-'))
  const key = newKey((bytes) => crypto.getRandomValues(bytes))
  const keys = new KeyRing([{ name: 'back-office', sha256: hashOf(key), scopes: ['feedback'] }])
  const decisionLog = openLog(named, prices)
  await using running = await FakeModels.start(prices, models, { decisionLog, keys })
  const api = treaty(running.proxy.proxy, { parseDate: false })
  const authorization = `Bearer ${key}`
  const feedback = [{ request: 'sale-2', truth: 7 }]
  expect(await answerOf(api.feedback.post({ feedback }, { headers: { authorization } }))).toEqual({
    recorded: 1,
  })
  await decisionLog.close(10_000)
  const [name = ''] = readdirSync(named)
  expect(JSON.parse(readFileSync(join(named, name), 'utf8'))).toMatchObject({
    request: 'sale-2',
    truth: 7,
    key: 'back-office',
  })
})

test('what can be right follows from how the ensemble decides', async () => {
  await using values = await FakeModels.start(prices, models)
  await using labels = await FakeModels.start(own, models)
  const value = treaty(values.proxy.proxy, { parseDate: false }).feedback
  const label = treaty(labels.proxy.proxy, { parseDate: false }).feedback
  type TruthOf<F extends { post: (body: never) => unknown }> = Parameters<F['post']>[0] extends {
    feedback: { truth: infer T }[]
  }
    ? T
    : never
  checkTypes<
    [Expect<Equal<TruthOf<typeof value>, number>>, Expect<Equal<TruthOf<typeof label>, 'yes' | 'no'>>]
  >()
  const refusal = async (
    running: { proxy: { post(path: string, body: string): Promise<Response> } },
    truth: unknown,
  ) =>
    JSON.parse(
      await (
        await running.proxy.post('/feedback', JSON.stringify({ feedback: [{ request: 'a', truth }] }))
      ).text(),
    )
  expect(await refusal(values, 'yes')).toMatchObject({ code: 'invalid-request' })
  expect(await refusal(labels, 'maybe')).toMatchObject({ code: 'invalid-request' })
  expect(await refusal(labels, 'yes')).toMatchObject({ code: 'feedback-off', status: 501 })
})
