import { describe, expect, test } from 'bun:test'
import { constants, deflateRawSync } from 'node:zlib'
import { treaty } from '@elysiajs/eden'
import type { Classifier } from '@sepal/classifier'
import { RunningClassifier } from '@sepal/classifier/testing'
import { encodeFrame, type Manifest, type SocketAnswer, sampleRow } from '@sepal/ensemble'
import { SeededRandom } from '../../simulator/seeded-random.ts'
import { Asked, batchOf } from '../../test/asked.ts'
import { FakeSocket, type Message } from '../../test/fake-socket.ts'
import { FaultServer } from '../../test/fault-server.ts'
import { FaultyClassifier } from '../../test/faulty-classifier.ts'
import { garden } from '../../test/garden.ts'
import { opcodes, serverFrame } from '../../test/raw-websocket.ts'
import type { BatchAnswer } from '../core/batch-answer.ts'
import type { Outcome } from '../core/outcome.ts'
import { ClassifierClient } from './classifier-client.ts'
import { expectedOf } from './expected-answer.ts'
import { SocketTransport } from './socket-transport.ts'

const rose = expectedOf(garden, 'rose')
/** The sample of a manifest, all of whose features are numbers. */
const sampleOf = (manifest: Manifest) => sampleRow(manifest).map(Number)

/** The time on every clock in this file, ms. */
const NOW = 250
const lost = { kind: 'unavailable', detail: 'it closed the connection' } as const
const { signal: forever } = new AbortController()

/** A transport whose connections the test can follow. */
class Wire implements Disposable {
  readonly transport: SocketTransport
  readonly #waiting = new Set<() => void>()
  readonly #ticks = new Set<() => void>()
  /** how often it began to connect, opened, answered a ping and closed */
  readonly times = { connect: 0, open: 0, pong: 0, close: 0 }

  constructor(address: string, { expected = rose } = {}) {
    const api = treaty<Classifier>(`http://${address}`)
    const connect = () => {
      this.#note('connect')
      const socket = api.predict.socket.subscribe()
      socket.ws.addEventListener('open', () => this.#note('open'))
      socket.ws.addEventListener('pong', () => this.#note('pong'))
      socket.ws.addEventListener('close', () => this.#note('close'))
      return socket
    }
    const heartbeat = (tick: () => void) => {
      this.#ticks.add(tick)
      return () => this.#ticks.delete(tick)
    }
    this.transport = new SocketTransport(connect, { expected, now: () => NOW, heartbeat })
  }

  /** The interval of the heartbeat has passed. */
  beat() {
    for (const tick of this.#ticks) tick()
  }

  static async open(...options: ConstructorParameters<typeof Wire>): Promise<Wire> {
    const wire = new Wire(...options)
    await wire.after('open')
    return wire
  }

  /** Resolves when this has happened for the n-th time. */
  after(event: keyof Wire['times'], n = 1): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => {
      if (this.times[event] < n) return
      this.#waiting.delete(look)
      resolve()
    }
    this.#waiting.add(look)
    look()
    return promise
  }

  send(rows: number[][], signal = forever): Promise<Outcome<BatchAnswer>> {
    return this.transport.send(batchOf(new Asked(rows)), signal)
  }

  [Symbol.dispose]() {
    this.transport.close()
  }

  #note(event: keyof Wire['times']) {
    this.times[event] += 1
    for (const look of this.#waiting) look()
  }
}

const answers = (outcome: Outcome<BatchAnswer>) =>
  outcome.kind === 'ok' ? [...outcome.value.numbers] : outcome
const prediction = ({ head: { id } }: Message, classifier = 'rose'): SocketAnswer => ({
  kind: 'prediction',
  id,
  classifier,
})

describe('over its socket a classifier', () => {
  test('gets everything it needs with a call', async () => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const asked = [
      new Asked([[1, 2]], { requestId: 'a', deadline: NOW + 100 }),
      new Asked([[3, 4]], { requestId: 'b', deadline: NOW + 70 }),
    ]
    const outcome = wire.transport.send(batchOf(...asked), forever)
    const message = await fake.message()
    expect(message.head).toEqual({
      kind: 'predict',
      id: 1,
      rows: 2,
      timeoutMs: 100,
      requestIds: ['a', 'b'],
    })
    expect([...message.numbers]).toEqual([1, 2, 3, 4])
    message.answer(prediction(message), [0.5, 0.5, 0.25, 0.75])
    expect(answers(await outcome)).toEqual([0.5, 0.5, 0.25, 0.75])
  })

  test('answers many calls at once, each to its own caller', async () => {
    await using classifier = await RunningClassifier.start('setosa')
    const { manifest, model } = classifier.deps
    using wire = await Wire.open(classifier.address, { expected: expectedOf(manifest, 'setosa') })
    const random = new SeededRandom(5)
    const batches = Array.from({ length: 200 }, () =>
      Array.from({ length: 1 + random.below(5) }, () =>
        sampleOf(manifest).map((x) => x * random.between(0, 2)),
      ),
    )
    const outcomes = await Promise.all(batches.map((rows) => wire.send(rows)))
    for (const [i, rows] of batches.entries()) {
      const { numbers } = await model.predict({ numbers: Float32Array.from(rows.flat()), texts: [] })
      expect(outcomes[i]).toEqual({ kind: 'ok', value: { numbers, tookMs: expect.any(Number) } })
    }
  })

  test('may answer in any order', async () => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const calls = Array.from({ length: 50 }, (_, i) => wire.send([[i / 100, 0]]))
    const messages: Message[] = []
    for (const _ of calls) messages.push(await fake.message())
    const random = new SeededRandom(3)
    for (const message of messages.sort(() => random.next() - 0.5)) {
      message.answer(prediction(message), [...message.numbers])
    }
    const outcomes = await Promise.all(calls)
    expect(outcomes.map(answers)).toEqual(calls.map((_, i) => [Math.fround(i / 100), 0]))
  })
})

describe('a lost connection', () => {
  test('fails the calls in flight at once, and is reopened', async () => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const calls = [wire.send([[1, 2]]), wire.send([[3, 4]])]
    for (const _ of calls) await fake.message()
    fake.drop()
    expect(await Promise.all(calls)).toEqual([lost, lost])
    expect(wire.transport.isOpen).toBe(false)
    await wire.after('open', 2)
    expect(wire.transport.isOpen).toBe(true)
    const again = wire.send([[5, 6]])
    const message = await fake.message()
    message.answer(prediction(message), [0, 1])
    expect(answers(await again)).toEqual([0, 1])
  })

  test('is reopened when the classifier is back, however often that failed', async () => {
    const first = new FakeSocket()
    using wire = await Wire.open(first.address)
    const call = wire.send([[1, 2]])
    await first[Symbol.asyncDispose]()
    expect(await call).toEqual(lost)
    await wire.after('close', 4)
    await using second = new FakeSocket(first.port)
    await wire.after('open', 2)
    expect([wire.transport.isOpen, second.count]).toEqual([true, 1])
  })

  test('is not reopened once it was closed', async () => {
    await using fake = new FakeSocket()
    using closed = await Wire.open(fake.address)
    using other = await Wire.open(fake.address)
    fake.drop()
    await closed.after('close')
    closed.transport.close()
    await other.after('open', 2)
    fake.drop()
    // By the time the other connection was lost once more and is back, this one would be back too.
    await other.after('open', 3)
    expect([closed.times.connect, other.times.connect]).toEqual([1, 3])
  })

  test('that was closed fails the calls in flight', async () => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const call = wire.send([[1, 2]])
    await fake.message()
    wire.transport.close()
    expect(await call).toEqual(lost)
  })
})

describe('a connection whose other end', () => {
  test('goes silent is lost before TCP gives up', async () => {
    await using silent = await FaultServer.start({ post: () => {}, socket: () => {}, pong: () => {} })
    using wire = await Wire.open(silent.address)
    const call = wire.send([[1, 2]])
    wire.beat()
    wire.beat()
    expect(await call).toEqual(lost)
    await wire.after('open', 2)
  })

  test('does not answer the handshake is given up, and retried', async () => {
    await using mute = await FaultServer.start({ connection: () => {}, post: () => {} })
    using wire = new Wire(mute.address)
    for (const n of [1, 2]) {
      await wire.after('connect', n)
      // Only once connecting is under way is there something to give up.
      await mute.untilAccepted(n)
      wire.beat()
      wire.beat()
      await wire.after('close', n)
    }
    expect(wire.times.open).toBe(0)
  })

  test('is alive but quiet is kept', async () => {
    await using fake = new FakeSocket()
    using quiet = await Wire.open(fake.address)
    for (const n of [1, 2, 3, 4]) {
      quiet.beat()
      await quiet.after('pong', n)
    }
    expect(quiet.times).toMatchObject({ open: 1, close: 0 })
  })

  test('tries to compress is lost, and its messages are not decompressed', async () => {
    const bomb = deflateRawSync(Buffer.alloc(100_000_000), { finishFlush: constants.Z_SYNC_FLUSH })
    const handshake = ['Sec-WebSocket-Extensions: permessage-deflate']
    const greeting = serverFrame(opcodes.binary, bomb, { isCompressed: true })
    const conduct = { post: () => {}, socket: () => {}, handshake, greeting }
    await using server = await FaultServer.start(conduct)
    const before = process.memoryUsage.rss()
    using wire = new Wire(server.address)
    await wire.after('close', 2)
    expect(process.memoryUsage.rss() - before).toBeLessThan(50_000_000)
    expect(wire.transport.isOpen).toBe(false)
  })

  test('opens and ends at once is reopened after longer and longer pauses', async () => {
    await using fake = new FakeSocket()
    using wire = new Wire(fake.address)
    const opened: number[] = []
    for (let n = 1; n <= 5; n++) {
      await wire.after('open', n)
      opened.push(performance.now())
      fake.drop()
    }
    const pauses = opened.slice(1).map((at, i) => at - (opened[i] ?? 0))
    // 20, 40, 80 and 160 ms: a busy machine only makes them longer.
    expect(pauses[3]).toBeGreaterThanOrEqual(150)
  })
})

describe('an answer that cannot be read', () => {
  const frame = (head: unknown) => encodeFrame(head, 0, () => {})
  test.each<[string, string | Uint8Array]>([
    ['text', '{"kind":"prediction","id":1,"classifier":"rose"}'],
    ['nothing', new Uint8Array()],
    ['less than a frame', Uint8Array.of(1, 2, 3)],
    ['a header longer than the frame', Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0)],
    ['a header that is not JSON', Uint8Array.of(4, 0, 0, 0, 123, 123, 123, 123)],
    ['a header of another kind', frame({ kind: 'greeting', id: 1 })],
    ['a header without a number', frame({ kind: 'prediction', classifier: 'rose' })],
    ['a request', frame({ kind: 'cancel', id: 1 })],
  ])('is malformed for every call in flight, and the connection is replaced: %s', async (_, data) => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const calls = [wire.send([[1, 2]]), wire.send([[3, 4]])]
    const message = await fake.message()
    message.send(data)
    const malformed = { kind: 'malformed', detail: 'its answer is not a frame' } as const
    expect(await Promise.all(calls)).toEqual([malformed, malformed])
    await wire.after('open', 2)
    expect([fake.count, wire.transport.isOpen]).toEqual([2, true])
  })
})

describe('a wrong answer', () => {
  const outside = rose.output.fault(Float32Array.of(2)) ?? ''
  test.each<[string, string, number[], string]>([
    ['too few numbers', 'rose', [0.5], 'it gave 1 numbers for 1 rows of 2'],
    ['too many numbers', 'rose', [0.5, 0.5, 0.5, 0.5], 'it gave 4 numbers for 1 rows of 2'],
    ['no numbers', 'rose', [], 'it gave 0 numbers for 1 rows of 2'],
    ['of another classifier', 'lily', [0.5, 0.5], 'the answer is from another classifier'],
    ['with NaN', 'rose', [Number.NaN, 0.5], outside],
    ['with more than 1', 'rose', [0.5, 1.0001], outside],
    ['with less than 0', 'rose', [-0.0001, 0.5], outside],
    ['with infinity', 'rose', [0.5, Number.POSITIVE_INFINITY], outside],
  ])('is malformed, and the calls beside it are not affected: %s', async (_, classifier, numbers, detail) => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const calls = [wire.send([[1, 2]]), wire.send([[3, 4]])]
    const [wrong, good] = [await fake.message(), await fake.message()]
    wrong.answer(prediction(wrong, classifier), numbers)
    expect(await calls[0]).toEqual({ kind: 'malformed', detail })
    good.answer(prediction(good), [1, 0])
    expect(answers((await calls[1]) ?? expect.unreachable())).toEqual([1, 0])
    expect(fake.count).toBe(1)
  })

  test('that is larger than any answer may be ends the connection', async () => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const call = wire.send([[1, 2]])
    const message = await fake.message()
    message.answer(prediction(message), Array(100_000).fill(0.5))
    expect(await call).toEqual({ kind: 'malformed', detail: 'its answer is too large' })
    await wire.after('close')
  })

  test('may leave out some of the rows', async () => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const call = wire.send([
      [1, 2],
      [3, 4],
    ])
    const message = await fake.message()
    const failed = [{ row: 1, detail: 'secret of /srv/rose' }]
    const { id } = message.head
    message.answer({ kind: 'prediction', id, classifier: 'rose', failed }, [
      0.25,
      0.75,
      Number.NaN,
      Number.NaN,
    ])
    const numbers = Float32Array.of(0.25, 0.75, 0, 0)
    expect(await call).toEqual({ kind: 'ok', value: { numbers, unanswered: [1] } })
  })

  test('to an unknown call is ignored', async () => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const call = wire.send([[1, 2]])
    const message = await fake.message()
    message.answer({ kind: 'prediction', id: 77, classifier: 'rose' }, [1, 0])
    message.answer(prediction(message), [0, 1])
    message.answer(prediction(message), [1, 0])
    expect(answers(await call)).toEqual([0, 1])
  })
})

test.each([
  [422, 'invalid-request', 'rejected'],
  [503, 'overloaded', 'shed'],
  [504, 'deadline-exceeded', 'late'],
  [500, 'internal', 'malformed'],
] as const)('a problem of status %d and code %s makes the call %s', async (status, code, kind) => {
  await using fake = new FakeSocket()
  using wire = await Wire.open(fake.address)
  const call = wire.send([[1, 2]])
  const message = await fake.message()
  message.answer({ kind: 'problem', id: message.head.id, status, code, detail: 'secret of /srv/rose' })
  const outcome = await call
  expect(outcome.kind).toBe(kind)
  expect(JSON.stringify(outcome)).not.toContain('secret')
})

describe('an aborted call', () => {
  const late = { kind: 'late', detail: 'it did not answer in time' } as const

  test('settles at once, and is cancelled at the classifier', async () => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const caller = new AbortController()
    const calls = [wire.send([[1, 2]], caller.signal), wire.send([[3, 4]])]
    const [first, second] = [await fake.message(), await fake.message()]
    caller.abort()
    expect(await calls[0]).toEqual(late)
    expect((await fake.message()).head).toEqual({ kind: 'cancel', id: first.head.id })
    // Its answer was on the way already.
    first.answer(prediction(first), [1, 0])
    second.answer(prediction(second), [0, 1])
    expect(answers((await calls[1]) ?? expect.unreachable())).toEqual([0, 1])
  })

  test('that was answered before is not cancelled at the classifier', async () => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    const caller = new AbortController()
    const call = wire.send([[1, 2]], caller.signal)
    const message = await fake.message()
    message.answer(prediction(message), [0, 1])
    expect(answers(await call)).toEqual([0, 1])
    caller.abort()
    wire.send([[3, 4]])
    expect((await fake.message()).head).toMatchObject({ kind: 'predict', id: 2 })
  })

  test('that was not sent yet is not sent', async () => {
    await using fake = new FakeSocket()
    using wire = await Wire.open(fake.address)
    expect(await wire.send([[1, 2]], AbortSignal.abort())).toEqual(late)
    wire.send([[3, 4]])
    expect([...(await fake.message()).numbers]).toEqual([3, 4])
  })
})

describe('a classifier without a socket', () => {
  test('gets calls by POST, with the first request id and the time left', async () => {
    await using classifier = new FaultyClassifier(({ body }) => {
      const { data }: { data: number[][] } = JSON.parse(body)
      return Response.json({ classifier: 'rose', prediction: data.map(([x = 0]) => [x, 1 - x]) })
    })
    const client = new ClassifierClient(classifier.address, { expected: rose, now: () => NOW })
    const asked = [
      new Asked([[0.25, 1]], { requestId: 'a' }),
      new Asked(
        [
          [0.5, 2],
          [0.75, 3],
        ],
        { requestId: 'b' },
      ),
    ]
    const outcome = await client.send(batchOf(...asked), forever)
    client.close()
    expect(answers(outcome)).toEqual([0.25, 0.75, 0.5, 0.5, 0.75, 0.25])
    const [{ method, path, headers, body } = expect.unreachable()] = classifier.received
    expect([method, path, headers.get('x-request-id')]).toEqual(['POST', '/predict', 'a'])
    // The time left of the deadline at 1000, for rows that wait there.
    expect(headers.get('x-request-timeout-ms')).toBe('750')
    expect(JSON.parse(body)).toEqual({
      data: [
        [0.25, 1],
        [0.5, 2],
        [0.75, 3],
      ],
    })
  })

  test('gets calls by POST until the socket is open, and then through it, with the same answer', async () => {
    await using classifier = await RunningClassifier.start('setosa')
    const { manifest } = classifier.deps
    const client = new ClassifierClient(classifier.address, {
      expected: expectedOf(manifest, 'setosa'),
      now: performance.now.bind(performance),
    })
    const rows = [sampleOf(manifest), sampleOf(manifest).map((x) => x / 3)]
    const ask = async () => {
      const deadline = performance.now() + 5000
      const outcome = await client.send(batchOf(new Asked(rows, { deadline })), forever)
      return outcome.kind === 'ok' ? [...outcome.value.numbers] : outcome
    }
    const first = await ask()
    expect(first).toHaveLength(4)
    for (let n = 0; n < 20; n++) expect(await ask()).toEqual(first)
    client.close()
  })
})
