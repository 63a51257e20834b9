import { describe, expect, test } from 'bun:test'
import { encodeFrame, FLOAT32_MAX } from '@sepal/ensemble'
import { Drain } from '@sepal/server'
import { problemAnswer, RecordedLog, rawRequest } from '@sepal/server/testing'
import fc from 'fast-check'
import { GatedModel } from '../../test/gated-model.ts'
import { BAD, partialModel } from '../../test/partial-model.ts'
import { rowsOf } from '../../test/rows.ts'
import { type ClassifierOptions, RunningClassifier } from '../../test/running-classifier.ts'
import { type Answer, SocketClient } from '../../test/socket-client.ts'
import { type ProblemCode, problemCodes } from '../problems.ts'

const PROTOCOL_ERROR = 1002
const GOING_AWAY = 1001
const sample = [5.1, 3.5, 1.4, 0.2]
/** What a model that the test drives answers to one row. */
const answer = Float32Array.of(0.25, 0.75)

/** Numbers as rows of two. */
const toRows = (numbers: number[]) =>
  Array.from({ length: numbers.length / 2 }, (_, i) => numbers.slice(2 * i, 2 * i + 2))

/** A classifier and a connection to it. */
async function connect(options?: ClassifierOptions) {
  const classifier = await RunningClassifier.start('setosa', options)
  const client = await SocketClient.open(classifier.address)
  return {
    classifier,
    client,
    /** Resolves once the classifier has read all that was sent before. */
    async untilRead(id = 9000) {
      client.predict(id, [], { rows: 1 })
      await client.answer(id)
    },
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]()
      await classifier[Symbol.asyncDispose]()
    },
  }
}

const problem = (id: number, code: ProblemCode, detail: string = expect.any(String)): Answer => ({
  head: { kind: 'problem', id, status: problemCodes[code].status, code, detail },
  numbers: [],
})

describe('over the socket', () => {
  test('the answer is that of POST /predict, bit for bit', async () => {
    await using running = await connect()
    const { client, classifier } = running
    const number = fc.oneof(
      fc.float({ min: 0, max: 10, noNaN: true }),
      fc.float({ min: -Math.fround(FLOAT32_MAX), max: Math.fround(FLOAT32_MAX), noNaN: true }),
    )
    const row = fc.array(number, { minLength: 4, maxLength: 4 })
    let id = 0
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        id += 1
        client.predict(id, rows.flat())
        const [{ head, numbers }, response] = await Promise.all([
          client.answer(id),
          classifier.post('/predict', JSON.stringify({ data: rows })),
        ])
        expect(head).toEqual({ kind: 'prediction', id, classifier: 'setosa', tookMs: expect.any(Number) })
        expect(await response.json()).toEqual({ classifier: 'setosa', prediction: toRows(numbers) })
      }),
      { numRuns: 100 },
    )
  })

  test('many calls at once get their own answers', async () => {
    await using running = await connect()
    const { client, classifier } = running
    const rows = Array.from({ length: 200 }, (_, i) => sample.map((value) => (value * i) / 100))
    for (const [i, row] of rows.entries()) client.predict(i, row)
    for (const [i, row] of rows.entries()) {
      const alone = await classifier.deps.model.predict(rowsOf(...row))
      expect((await client.answer(i)).numbers).toEqual([...alone.numbers])
    }
  })

  test('the log says whose rows were answered', async () => {
    const log = new RecordedLog()
    await using running = await connect({ log })
    running.client.predict(1, [...sample, ...sample], { requestIds: ['order-17', 'order-18'] })
    const line = await log.line(({ message }) => message === 'predicted')
    expect(line).toMatchObject({ requestIds: 'order-17 order-18', rows: 2, ms: expect.any(Number) })
  })
})

describe('a message that is no request', () => {
  const frame = (head: unknown) => encodeFrame(head, 0, () => {})
  const predict = { kind: 'predict', id: 1, rows: 1, timeoutMs: 100, requestIds: [] }
  test.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['nothing', new Uint8Array()],
    ['less than a frame', Uint8Array.of(1, 2, 3)],
    ['random bytes', Uint8Array.from({ length: 64 }, (_, i) => (i * 37) % 256)],
    ['a header beyond the end', Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0)],
    ['a header that is not JSON', Uint8Array.of(4, 0, 0, 0, 123, 123, 123, 123)],
    ['a header that is null', frame(null)],
    ['an unknown kind', frame({ kind: 'greeting', id: 1 })],
    ['a call without a number', frame({ ...predict, id: undefined })],
    ['a call without rows', frame({ ...predict, rows: 0 })],
    ['a call with half a row', frame({ ...predict, rows: 0.5 })],
    ['a call without a time', frame({ ...predict, timeoutMs: null })],
    ['a call of nobody', frame({ ...predict, requestIds: 'order-17' })],
    ['text', 'hello'],
    ['JSON', JSON.stringify(predict)],
    ['a text that is JSON of nothing', 'null'],
  ])('ends the connection with 1002 and nothing else: %s', async (_, data) => {
    await using running = await connect()
    running.client.send(data)
    expect(await running.client.ended).toEqual({ code: PROTOCOL_ERROR, texts: [] })
    const other = await SocketClient.open(running.classifier.address)
    other.predict(1, sample)
    expect((await other.answer(1)).head.kind).toBe('prediction')
    await other.close()
  })

  test('but larger than any body may be ends it too', async () => {
    await using running = await connect({ maxBodyBytes: 1000, maxCallRows: 10 })
    running.client.send(new Uint8Array(1_000_000))
    expect((await running.client.ended).code).not.toBe(1000)
  })
})

describe('a call that cannot be answered', () => {
  test.each<[string, number[], { rows?: number }, string]>([
    ['a number too few', sample.slice(1), { rows: 1 }, '3 numbers for 1 rows of 4, at most 3'],
    ['a number too many', [...sample, 1], { rows: 1 }, '5 numbers for 1 rows of 4, at most 3'],
    ['no numbers', [], { rows: 1 }, '0 numbers for 1 rows of 4, at most 3'],
    ['more rows than it says', [...sample, ...sample], { rows: 1 }, '8 numbers for 1 rows of 4, at most 3'],
    ['too many rows', Array(4).fill(sample).flat(), {}, '16 numbers for 4 rows of 4, at most 3'],
    ['NaN', [5.1, Number.NaN, 1.4, 0.2], {}, 'a number is not finite'],
    ['infinity', [5.1, 3.5, 1.4, Number.POSITIVE_INFINITY], {}, 'a number is not finite'],
    [
      '-infinity in the last row',
      [...sample, 1, 2, 3, Number.NEGATIVE_INFINITY],
      {},
      'a number is not finite',
    ],
  ])('is an invalid request, and the next is answered: %s', async (_, numbers, head, detail) => {
    await using running = await connect({ maxCallRows: 3 })
    running.client.predict(1, numbers, head)
    running.client.predict(2, [...sample, ...sample, ...sample])
    expect(await running.client.answer(1)).toEqual(problem(1, 'invalid-request', detail))
    expect((await running.client.answer(2)).numbers).toHaveLength(6)
  })

  test('because the model fails is a fault of the classifier, which only its log explains', async () => {
    const [log, model] = [new RecordedLog(), new GatedModel()]
    await using running = await connect({ log, model })
    running.client.predict(1, sample, { requestIds: ['order-17'] })
    ;(await model.next()).fail(new Error('the model of /secret broke'))
    const told = await running.client.answer(1)
    expect(told).toEqual(problem(1, 'internal'))
    expect(JSON.stringify(told)).not.toContain('secret')
    const line = await log.line(({ level }) => level === 'error')
    expect(line).toMatchObject({ requestIds: 'order-17', err: expect.any(Error) })
  })

  test('because too many wait is overloaded', async () => {
    const model = new GatedModel()
    await using running = await connect({ model, maxQueue: 1 })
    running.client.predict(1, sample)
    running.client.predict(2, sample)
    expect(await running.client.answer(2)).toEqual(problem(2, 'overloaded'))
    ;(await model.next()).finish(answer)
    expect((await running.client.answer(1)).numbers).toEqual([...answer])
  })
})

describe('rows that the model cannot answer', () => {
  const detail = 'the model gave NaN, expected a probability in [0, 1]'
  const good = [0.25, 0, 0, 0]
  const bad = [BAD, 0, 0, 0]

  test('fail alone: the header names them, their numbers are NaN', async () => {
    await using running = await connect({ model: partialModel })
    running.client.predict(1, [good, bad, good, bad].flat())
    expect(await running.client.answer(1)).toEqual({
      head: {
        kind: 'prediction',
        id: 1,
        classifier: 'setosa',
        tookMs: expect.any(Number),
        failed: [
          { row: 1, detail },
          { row: 3, detail },
        ],
      },
      numbers: [0.25, 0.75, Number.NaN, Number.NaN, 0.25, 0.75, Number.NaN, Number.NaN],
    })
  })

  test('do not touch calls that are answered by the same inference', async () => {
    await using running = await connect({ model: partialModel })
    const { client, classifier } = running
    for (const [id, row] of [good, bad, good].entries()) client.predict(id, row)
    const heads = await Promise.all([0, 1, 2].map(async (id) => (await client.answer(id)).head))
    const failed = heads.map((head) => head.kind === 'prediction' && head.failed)
    expect(failed).toEqual([undefined, [{ row: 0, detail }], undefined])
    expect(classifier.deps.queue.counters).toMatchObject({ unanswerable: 1, outcomes: { ok: 3, failed: 0 } })
  })
})

describe('nothing is computed for', () => {
  /** A classifier whose model is busy with a first call. */
  async function busy(log = new RecordedLog()) {
    const model = new GatedModel()
    const running = await connect({ model, log })
    running.client.predict(1, sample)
    return { model, running, first: await model.next() }
  }

  test('a call that is cancelled before its turn', async () => {
    const { model, running, first } = await busy()
    await using _ = running
    const { client } = running
    client.predict(2, [2, 2, 2, 2])
    client.cancel(2)
    client.predict(3, [3, 3, 3, 3])
    await running.untilRead()
    first.finish(answer)
    const next = await model.next()
    expect([...next.rows]).toEqual([3, 3, 3, 3])
    next.finish(answer)
    expect((await client.answer(3)).numbers).toEqual([...answer])
    expect(client.answered).not.toContain(2)
    expect(model.count).toBe(2)
  })

  test('a call whose time is over before its turn', async () => {
    const { model, running, first } = await busy()
    await using _ = running
    const { client } = running
    for (const [id, timeoutMs] of [
      [2, 0.001],
      [3, 0],
      [4, -1000],
    ] as const)
      client.predict(id, sample, { timeoutMs })
    await running.untilRead()
    first.finish(answer)
    for (const id of [2, 3, 4]) {
      expect(await client.answer(id)).toEqual(problem(id, 'deadline-exceeded'))
    }
    expect(model.count).toBe(1)
  })

  test('the calls of a connection that has ended', async () => {
    const { model, running, first } = await busy()
    await using _ = running
    using gone = await SocketClient.open(running.classifier.address)
    gone.predict(1, [2, 2, 2, 2])
    gone.predict(2, [], { rows: 1 })
    await gone.answer(2)
    await gone.close()
    running.client.predict(2, [3, 3, 3, 3])
    await running.untilRead()
    first.finish(answer)
    const next = await model.next()
    expect([...next.rows]).toEqual([3, 3, 3, 3])
    next.finish(answer)
    expect((await running.client.answer(2)).numbers).toEqual([...answer])
  })

  test('a call that nobody made', async () => {
    await using running = await connect()
    running.client.cancel(7)
    running.client.predict(7, sample)
    expect((await running.client.answer(7)).numbers).toHaveLength(2)
  })
})

test('a call that is cancelled while it is computed gets no answer', async () => {
  const model = new GatedModel()
  await using running = await connect({ model })
  running.client.predict(1, sample)
  const first = await model.next()
  running.client.cancel(1)
  await running.untilRead()
  first.finish(answer)
  running.client.predict(2, sample)
  ;(await model.next()).finish(answer)
  expect((await running.client.answer(2)).numbers).toEqual([...answer])
  expect(running.client.answered).not.toContain(1)
})

test('a classifier that stops ends the connections, each once its calls are answered', async () => {
  const [model, drain] = [new GatedModel(), new Drain()]
  await using running = await connect({ model, drain })
  using idle = await SocketClient.open(running.classifier.address)
  running.client.predict(1, sample)
  const first = await model.next()
  drain.close()
  expect(await idle.ended).toEqual({ code: GOING_AWAY, texts: [] })
  await running.untilRead()
  first.finish(answer)
  expect((await running.client.answer(1)).numbers).toEqual([...answer])
  expect(await running.client.ended).toEqual({ code: GOING_AWAY, texts: [] })
})

test('plain HTTP to the socket is told to upgrade', async () => {
  await using running = await connect()
  const response = await running.classifier.fetch('/predict/socket')
  expect(response.status).toBe(problemCodes['upgrade-required'].status)
})

test.each([
  ['no key', ['Sec-WebSocket-Version: 13']],
  ['a key that is none', ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: short']],
  ['no version', [`Sec-WebSocket-Key: ${'A'.repeat(22)}==`]],
  ['another version', ['Sec-WebSocket-Version: 8', `Sec-WebSocket-Key: ${'A'.repeat(22)}==`]],
])('an upgrade with %s is a problem', async (_, headers) => {
  await using running = await connect()
  const head = [
    'GET /predict/socket HTTP/1.1',
    'Host: a',
    'Connection: Upgrade',
    'Upgrade: websocket',
    ...headers,
  ]
  const response = await rawRequest(running.classifier.address, `${head.join('\r\n')}\r\n\r\n`)
  expect(response.headers.get('sec-websocket-version')).toBe('13')
  await problemAnswer(response, 'malformed-request')
})
