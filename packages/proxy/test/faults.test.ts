import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { problemAnswer } from '@sepal/server/testing'
import { type ProblemCode, problemCodes } from '../src/answers/problems.ts'
import type { FailureKind } from '../src/core/outcome.ts'
import { FakeGarden, gardener } from './fake-garden.ts'
import { type Answer, NOBODY, never, RawServer } from './faulty-classifier.ts'
import { gardenRow } from './garden.ts'

// Many servers at once, on a busy machine.
setDefaultTimeout(30_000)

const rows = JSON.stringify({ data: [gardenRow] })
const twoRows = JSON.stringify({ data: [gardenRow, gardenRow] })

/** A fault of a classifier with two classes, and what callers see. */
type Fault = { what: string; answer: Answer; kind: FailureKind; detail: string; code: ProblemCode }

const predicting = (prediction: unknown, classifier = 'lily') =>
  Response.json({ classifier, prediction: prediction })
const problem = (status: number, code: string) =>
  Response.json({ code, detail: 'secret of /srv/lily' }, { status, headers: { 'retry-after': '99' } })

/** One per code. All other faults are in the fault table; their details are tested with `eden-outcome`. */
const faults: Fault[] = [
  {
    what: '500',
    answer: () => problem(500, 'internal'),
    kind: 'malformed',
    detail: 'it answered with status 500',
    code: 'bad-classifier-answer',
  },
  {
    what: '422',
    answer: () => problem(422, 'invalid-request'),
    kind: 'rejected',
    detail: 'it refused the rows with status 422',
    code: 'bad-classifier-answer',
  },
  {
    what: '503 not ready',
    answer: () => problem(503, 'not-ready'),
    kind: 'unavailable',
    detail: 'it is not ready',
    code: 'classifier-unavailable',
  },
  {
    what: '503 overloaded',
    answer: () => problem(503, 'overloaded'),
    kind: 'shed',
    detail: 'it has too much work',
    code: 'overloaded',
  },
]

const fine = {
  rose: { outcome: 'ok' },
  'sun-flower': { outcome: 'ok' },
  oak_tree: { outcome: 'ok' },
  moss2: { outcome: 'ok' },
}

describe.concurrent('a classifier that fails', () => {
  test.each(faults)(
    'a classifier that answers with $what is named by every route until it is well again',
    async ({ answer, kind, detail, code }) => {
      let isFaulty = true
      const lily: Answer = (received) => (isFaulty ? answer(received) : gardener('lily')(received))
      await using fakes = await FakeGarden.start({ lily })
      const { proxy } = fakes
      const asked = [
        () => proxy.post('/predict', rows),
        () => proxy.post('/predict/label', rows),
        () => proxy.post('/predict/batch', rows),
        () => proxy.post('/predict/label/batch', rows),
        () => proxy.fetch('/predict/get/test'),
        () => proxy.fetch('/predict/post/test'),
      ]
      for (const ask of asked) {
        const response = await ask()
        const passes = problemCodes[code].status === 503
        expect(response.headers.get('retry-after')).toBe(passes ? '1' : null)
        const told = await problemAnswer(response, code, problemCodes)
        expect(told.detail).toBe('1 of 5 classifiers failed: lily')
        expect(told.classifiers).toEqual({ ...fine, lily: { outcome: kind, detail } })
        expect(JSON.stringify(told)).not.toContain('secret')
      }
      isFaulty = false
      for (const ask of asked) expect((await ask()).status).toBe(200)
    },
  )
})

describe('a classifier that gives no answer', () => {
  test.each([
    ['that is not running', undefined, 'it cannot be reached: the connection is refused'],
    ['that closes connections', () => new RawServer('', 'reset'), 'it closed the connection'],
  ] as const)('a classifier %s makes the answer a 503 at once', async (_, start, detail) => {
    await using server = start?.()
    await using fakes = await FakeGarden.start({}, { elsewhere: { lily: server?.address ?? NOBODY } })
    const response = await fakes.proxy.post('/predict', rows)
    expect(response.headers.get('retry-after')).toBe('1')
    const told = await problemAnswer(response, 'classifier-unavailable', problemCodes)
    expect(told.classifiers).toEqual({ ...fine, lily: { outcome: 'unavailable', detail } })
  })

  test('a classifier that does not answer in time makes the answer a 504', async () => {
    await using fakes = await FakeGarden.start({ lily: never })
    for (const path of ['/predict', '/predict/label/batch']) {
      const answer = fakes.proxy.post(path, rows)
      await fakes.passDeadline(['lily'])
      const told = await problemAnswer(await answer, 'deadline-exceeded', problemCodes)
      const late = { outcome: 'late', detail: 'it did not answer in time' }
      expect(told.classifiers).toEqual({ ...fine, lily: late })
    }
  })

  test('a classifier that stops in the middle of its answer is unavailable or late, and no request hangs', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{'
    await using ends = new RawServer(head, 'end')
    await using keeps = new RawServer(head, 'keep')
    const elsewhere = { lily: ends.address, rose: keeps.address }
    await using fakes = await FakeGarden.start({}, { elsewhere })
    const answer = fakes.proxy.post('/predict', rows)
    await fakes.passDeadline(['rose'])
    const told = await problemAnswer(await answer, 'classifier-unavailable', problemCodes)
    expect(told.detail).toBe('2 of 5 classifiers failed: rose, lily')
    expect(told.classifiers).toMatchObject({ rose: { outcome: 'late' }, lily: { outcome: 'unavailable' } })
  })

  test('a wrong answer outranks a late one and an overload in the code of the problem', async () => {
    const answers = {
      lily: () => problem(500, 'internal'),
      rose: never,
      moss2: () => problem(503, 'overloaded'),
    }
    await using fakes = await FakeGarden.start(answers)
    const answer = fakes.proxy.post('/predict', rows)
    await fakes.passDeadline(['rose'])
    const told = await problemAnswer(await answer, 'bad-classifier-answer', problemCodes)
    expect(told.detail).toBe('3 of 5 classifiers failed: rose, lily, moss2')
  })

  test('a classifier that answers for another number of rows fails the whole batch', async () => {
    await using fakes = await FakeGarden.start({ lily: () => predicting([[0, 1]]) })
    const told = await problemAnswer(
      await fakes.proxy.post('/predict/batch', twoRows),
      'bad-classifier-answer',
      problemCodes,
    )
    expect(told.classifiers).toMatchObject({ lily: { outcome: 'malformed', detail: 'it gave 1 rows for 2' } })
  })
})

describe('/health/all', () => {
  test('/health/all names the classifiers that do not answer, with reasons', async () => {
    const answers = { rose: () => Response.json({ health: 'so so' }), moss2: () => new Response('ok') }
    await using fakes = await FakeGarden.start(answers, { elsewhere: { lily: NOBODY } })
    const response = await fakes.proxy.fetch('/health/all')
    expect(response.status).toBe(503)
    const replicas = [{ state: 'closed', callsUnderWay: 0 }]
    expect(await response.json()).toEqual({
      rose: { health: 'unavailable', detail: 'it does not say that it is well', replicas },
      'sun-flower': { health: 'ok', replicas },
      lily: { health: 'unavailable', detail: 'it cannot be reached: the connection is refused', replicas },
      oak_tree: { health: 'ok', replicas },
      moss2: { health: 'unavailable', detail: 'it does not say that it is well', replicas },
    })
  })

  test('/health/all waits no longer than the deadline', async () => {
    // This route's deadline is a real timer. It is short, since the other classifiers need not answer in time.
    await using fakes = await FakeGarden.start({ lily: never }, { deadlineMs: 50 })
    const response = await fakes.proxy.fetch('/health/all')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ lily: { detail: 'it did not answer in time' } })
  })

  test('the proxy is healthy while a classifier is not', async () => {
    await using fakes = await FakeGarden.start({}, { elsewhere: { lily: NOBODY } })
    for (const path of ['/health', '/health/live']) {
      const response = await fakes.proxy.fetch(path)
      expect([response.status, await response.json()]).toEqual([200, { health: 'ok' }])
    }
  })
})
