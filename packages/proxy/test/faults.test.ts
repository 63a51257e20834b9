import { describe, expect, test } from 'bun:test'
import { type ProblemCode, problemCodes } from '@sepal/server'
import { problemAnswer } from '@sepal/server/testing'
import type { FailureKind } from '../src/core/outcome.ts'
import { FakeGarden, gardener } from './fake-garden.ts'
import { type Answer, NOBODY, never, RawServer } from './faulty-classifier.ts'
import { gardenRow } from './garden.ts'

const rows = JSON.stringify({ data: [gardenRow] })
const twoRows = JSON.stringify({ data: [gardenRow, gardenRow] })

/** A deadline that is over soon, and that every classifier without a fault keeps, ms. */
const ENOUGH_MS = 250

/** A fault of a classifier with two classes, and what a caller is told. */
type Fault = { what: string; answer: Answer; kind: FailureKind; detail: string; code: ProblemCode }

const broken = (what: string, answer: Answer, detail: string): Fault => ({
  what,
  answer,
  kind: 'malformed',
  detail,
  code: 'bad-classifier-answer',
})
const predicting = (prediction: unknown, classifier = 'lily') =>
  Response.json({ classifier, prediction: prediction })
const problem = (status: number, code: string) =>
  Response.json({ code, detail: 'secret of /srv/lily' }, { status, headers: { 'retry-after': '99' } })

const faults: Fault[] = [
  broken('500', () => problem(500, 'internal'), 'it answered with status 500'),
  broken('500 HTML', () => new Response('<h1>secret</h1>', { status: 500 }), 'it answered with status 500'),
  broken('200 HTML', () => new Response('<h1>secret</h1>'), 'its answer is not an object'),
  broken(
    '200 with broken JSON',
    () => new Response('{"secret', { headers: { 'content-type': 'application/json' } }),
    'its answer is not valid JSON',
  ),
  broken(
    '200 with another shape',
    () => Response.json({ classifier: 'lily' }),
    'its answer has no prediction',
  ),
  broken('too few rows', () => predicting([]), 'it gave 0 rows for 1'),
  broken(
    'too many rows',
    () =>
      predicting([
        [0, 1],
        [0, 1],
      ]),
    'it gave 2 rows for 1',
  ),
  broken('too few probabilities', () => predicting([[1]]), 'a row does not have 2 probabilities'),
  broken('a probability above 1', () => predicting([[1.5, 0]]), 'a probability is outside [0, 1]'),
  broken('a probability below 0', () => predicting([[-0.1, 1]]), 'a probability is outside [0, 1]'),
  broken('null for a probability', () => predicting([[null, 1]]), 'a probability is outside [0, 1]'),
  broken(
    'the answer of another',
    () => predicting([[0, 1]], 'rose'),
    'the answer is from another classifier',
  ),
  broken('a redirect', () => Response.redirect('http://127.0.0.1:1/'), 'it redirects'),
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
  {
    what: '429',
    answer: () => problem(429, 'slow-down'),
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

describe.concurrent('with a classifier that answers', () => {
  test.each(faults)('$what, every route says so, and goes on', async ({ answer, kind, detail, code }) => {
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
      const told = await problemAnswer(response, code)
      expect(told.detail).toBe('1 of 5 classifiers failed: lily')
      expect(told.classifiers).toEqual({ ...fine, lily: { outcome: kind, detail } })
      expect(JSON.stringify(told)).not.toContain('secret')
    }
    isFaulty = false
    for (const ask of asked) expect((await ask()).status).toBe(200)
  })
})

describe('with a classifier', () => {
  test.each([
    ['that nobody started', undefined, 'it cannot be reached: the connection is refused'],
    ['that closes connections', () => new RawServer('', 'reset'), 'it closed the connection'],
  ] as const)('%s, the answer is 503 at once', async (_, start, detail) => {
    await using server = start?.()
    await using fakes = await FakeGarden.start({}, { elsewhere: { lily: server?.address ?? NOBODY } })
    const response = await fakes.proxy.post('/predict', rows)
    expect(response.headers.get('retry-after')).toBe('1')
    const told = await problemAnswer(response, 'classifier-unavailable')
    expect(told.classifiers).toEqual({ ...fine, lily: { outcome: 'unavailable', detail } })
  })

  test('that does not answer in time, the answer is 504', async () => {
    await using fakes = await FakeGarden.start({ lily: never }, { deadlineMs: ENOUGH_MS })
    for (const path of ['/predict', '/predict/label/batch']) {
      const told = await problemAnswer(await fakes.proxy.post(path, rows), 'deadline-exceeded')
      const late = { outcome: 'late', detail: 'it did not answer in time' }
      expect(told.classifiers).toEqual({ ...fine, lily: late })
    }
  })

  test('that stops within its answer, the answer is 503 or 504, and none hangs', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{'
    await using ends = new RawServer(head, 'end')
    await using keeps = new RawServer(head, 'keep')
    const elsewhere = { lily: ends.address, rose: keeps.address }
    await using fakes = await FakeGarden.start({}, { elsewhere, deadlineMs: ENOUGH_MS })
    const told = await problemAnswer(await fakes.proxy.post('/predict', rows), 'classifier-unavailable')
    expect(told.detail).toBe('2 of 5 classifiers failed: rose, lily')
    expect(told.classifiers?.rose?.outcome).toBe('late')
    expect(told.classifiers?.lily?.outcome).toBe('unavailable')
  })

  test('that is wrong and another that is slow, what someone must mend decides', async () => {
    const answers = {
      lily: () => problem(500, 'internal'),
      rose: never,
      moss2: () => problem(503, 'overloaded'),
    }
    await using fakes = await FakeGarden.start(answers, { deadlineMs: ENOUGH_MS })
    const told = await problemAnswer(await fakes.proxy.post('/predict', rows), 'bad-classifier-answer')
    expect(told.detail).toBe('3 of 5 classifiers failed: rose, lily, moss2')
  })

  test('that mixes up the number of rows of a batch, no row is answered', async () => {
    await using fakes = await FakeGarden.start({ lily: () => predicting([[0, 1]]) })
    const told = await problemAnswer(
      await fakes.proxy.post('/predict/batch', twoRows),
      'bad-classifier-answer',
    )
    expect(told.classifiers?.lily).toEqual({ outcome: 'malformed', detail: 'it gave 1 rows for 2' })
  })
})

describe('/health/all', () => {
  test('names who does not answer, and why', async () => {
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

  test('waits no longer than the deadline', async () => {
    await using fakes = await FakeGarden.start({ lily: never }, { deadlineMs: ENOUGH_MS })
    const response = await fakes.proxy.fetch('/health/all')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ lily: { detail: 'it did not answer in time' } })
  })

  test('does not make the proxy itself look ill', async () => {
    await using fakes = await FakeGarden.start({}, { elsewhere: { lily: NOBODY } })
    for (const path of ['/health', '/health/live']) {
      const response = await fakes.proxy.fetch(path)
      expect([response.status, await response.json()]).toEqual([200, { health: 'ok' }])
    }
  })
})
