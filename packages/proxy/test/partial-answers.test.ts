import { describe, expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import { ROWS_PER_TURN } from '../src/answers/array-pieces.ts'
import { answerOf } from './answer-of.ts'
import { FakeGarden } from './fake-garden.ts'
import { type Answer, NOBODY, never } from './faulty-classifier.ts'
import { type GardenName, garden, gardenRow } from './garden.ts'

const names = Object.keys(garden.classifiers)
const sample = { data: [gardenRow] }
const partial = { query: { partial: true } }

/** A garden in which lily hangs, rose is down and moss2 fails. */
const withThreeFaults = (options: Parameters<typeof FakeGarden.start>[1] = {}) =>
  FakeGarden.start(
    { lily: never, moss2: () => new Response('', { status: 500 }) },
    { elsewhere: { rose: NOBODY }, ...options },
  )

/** The answer to a request in that garden: lily's deadline passes as soon as the others have answered. */
async function withoutLily<T>(fakes: FakeGarden, answer: Promise<T>, requests = 1): Promise<T> {
  await fakes.passDeadline(['lily'], requests)
  return await answer
}
const missing: GardenName[] = ['rose', 'lily', 'moss2']

const apiOf = (fakes: FakeGarden) => treaty(fakes.proxy.proxy, { parseDate: false })

describe('partial answers', () => {
  test('a partial answer has the answers that arrived, and a code for each classifier that failed', async () => {
    await using fakes = await withThreeFaults()
    expect(await withoutLily(fakes, answerOf(apiOf(fakes).predict.post(sample, partial)))).toEqual({
      rose: {
        error: { code: 'classifier-unavailable', detail: 'it cannot be reached: the connection is refused' },
      },
      'sun-flower': { prediction: expect.any(Array) },
      lily: { error: { code: 'deadline-exceeded', detail: 'it did not answer in time' } },
      oak_tree: { prediction: expect.any(Array) },
      moss2: { error: { code: 'bad-classifier-answer', detail: 'it answered with status 500' } },
    })
  })

  test('a partial decision counts the classifiers that answered and names the others', async () => {
    await using fakes = await withThreeFaults()
    const answer = await withoutLily(fakes, answerOf(apiOf(fakes).predict.label.post(sample, partial)))
    expect(answer).toMatchObject({ complete: false, missing })
    expect(['sun-flower', 'oak_tree']).toContain(answer.prediction.label)
  })

  test('a partial answer for many rows is the same, written at once or piece by piece', async () => {
    await using fakes = await withThreeFaults({ maxRows: 2 * ROWS_PER_TURN })
    const api = apiOf(fakes)
    for (const count of [2, ROWS_PER_TURN + 1]) {
      const data = Array.from({ length: count }, () => gardenRow)
      const both = Promise.all([
        answerOf(api.predict.batch.post({ data }, partial)),
        answerOf(api.predict.label.batch.post({ data }, partial)),
      ])
      const [answers, labels] = await withoutLily(fakes, both, 2)
      expect(Object.keys(answers)).toEqual(names)
      for (const [name, entry] of Object.entries(answers)) {
        if ('error' in entry) expect<string[]>(missing).toContain(name)
        else expect(entry.prediction).toHaveLength(count)
      }
      expect(labels).toMatchObject({ complete: false, missing })
      expect(labels.prediction).toHaveLength(count)
    }
  })

  test('a partial answer from every classifier is complete and says so', async () => {
    await using fakes = await FakeGarden.start()
    const api = apiOf(fakes)
    const [asked, plain, label] = await Promise.all([
      answerOf(api.predict.post(sample, partial)),
      answerOf(api.predict.post(sample)),
      answerOf(api.predict.label.post(sample, partial)),
    ])
    expect(asked).toEqual(plain)
    expect(label).toMatchObject({ complete: true, missing: [] })
  })
})

describe('quorum', () => {
  const status = async (quorum: number) => {
    await using fakes = await withThreeFaults({ partial: { isDefault: false, quorum } })
    return await withoutLily(fakes, apiOf(fakes).predict.label.post(sample, partial))
  }

  test('a decision is made when the quorum is met', async () => {
    expect((await status(2)).status).toBe(200)
  })

  test('a decision is refused when the quorum is not met', async () => {
    const { error } = await status(3)
    expect(error?.value).toMatchObject({
      status: 503,
      code: 'quorum-not-met',
      detail: '2 of 5 classifiers answered, at least 3 must',
      classifiers: { rose: { outcome: 'unavailable' }, oak_tree: { outcome: 'ok' } },
    })
  })

  test('a decision is refused when no classifier answers', async () => {
    const nobody: Answer = () => new Response('', { status: 503 })
    const everyone = Object.fromEntries(names.map((name) => [name, nobody]))
    await using fakes = await FakeGarden.start(everyone)
    const { error, response } = await apiOf(fakes).predict.label.post(sample, partial)
    expect([error?.status, response.headers.get('retry-after')]).toEqual([503, '1'])
  })
})

describe('the query parameter partial', () => {
  test.each([
    [false, 503],
    [true, 200],
  ])('a request without the parameter gets the default, partial %p', async (isDefault, expected) => {
    await using fakes = await FakeGarden.start(
      {},
      { elsewhere: { rose: NOBODY }, partial: { isDefault, quorum: 1 } },
    )
    const { predict } = apiOf(fakes)
    const [unsaid, said] = await Promise.all([
      predict.label.post(sample),
      predict.label.post(sample, { query: { partial: !isDefault } }),
    ])
    expect([unsaid.status, said.status]).toEqual([expected, expected === 200 ? 503 : 200])
  })

  test.each(['?partial=maybe', '?partial=', '?partial=1'])('the query %s is refused', async (query) => {
    await using fakes = await FakeGarden.start()
    const response = await fakes.proxy.post(`/predict${query}`, JSON.stringify(sample))
    expect(response.status).toBe(422)
    const { detail } = JSON.parse(await response.text())
    expect(detail).toMatch(/^partial is the text ".*", expected true or false$/)
  })
})
