import { describe, expect, test } from 'bun:test'
import { eventually } from '@sepal/server/testing'
import { MovableClock } from '../../test/movable-clock.ts'
import prices from '../../test/prices.json' with { type: 'json' }
import type { AnsweredRequest } from '../core/answered-request.ts'
import { DecisionLog } from './decision-log.ts'
import { RecordEncoder } from './record-encoder.ts'

/** Keeps what it is given, or fails, or holds it. */
class FakeSink {
  text = ''
  fault: Error | undefined
  gate: Promise<void> | undefined
  isClosed = false

  isHolding = false

  async append(bytes: Uint8Array) {
    this.isHolding = true
    await this.gate
    this.isHolding = false
    if (this.fault) throw this.fault
    this.text += Buffer.from(bytes).toString()
  }

  async close() {
    this.isClosed = true
  }

  get requests(): string[] {
    return this.text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).request)
  }
}

/** Timers end as soon as they can: nothing here waits. */
class HastyClock extends MovableClock {
  override readonly after = (_ms: number, task: () => void) => {
    const timer = setImmediate(task)
    return { cancel: () => clearImmediate(timer) }
  }
}

const answered = (requestId: string, rows = 1): AnsweredRequest => ({
  requestId,
  route: '/predict',
  ms: 1,
  rows: { rows: Array.from({ length: rows }, () => [80]), texts: [] },
  outcomes: [],
})

function start(options: { isSampled?: (id: string) => boolean; maxWaitingRows?: number } = {}) {
  const sink = new FakeSink()
  const clock = new HastyClock()
  const lines: [level: string, fields: object][] = []
  const decisionLog = new DecisionLog({
    encoder: new RecordEncoder(prices, { rules: [], shaOf: () => undefined }),
    sink,
    isSampled: () => true,
    clock,
    wallClock: () => 0,
    log: { info: (fields) => lines.push(['info', fields]), error: (fields) => lines.push(['error', fields]) },
    ...options,
  })
  const settled = (written: number, dropped = 0) =>
    eventually(
      () => ({ ...decisionLog.counts }),
      (counts) => counts.written === written && counts.dropped === dropped,
      { pauseMs: 0 },
    )
  return { decisionLog, sink, clock, lines, settled }
}

describe('the decision log', () => {
  test('writes a record for each row, in a later turn', async () => {
    const { decisionLog, sink, settled } = start()
    decisionLog.add(answered('a', 2))
    decisionLog.add(answered('b', 300))
    expect(decisionLog.waitingRows).toBe(302)
    await settled(302)
    expect(decisionLog.waitingRows).toBe(0)
    expect(sink.requests).toEqual(['a', 'a', ...Array(300).fill('b')])
  })

  test('has only the sampled requests', async () => {
    const { decisionLog, sink, settled } = start({ isSampled: (id) => id === 'b' })
    for (const id of ['a', 'b', 'c']) decisionLog.add(answered(id))
    await settled(1)
    expect(sink.requests).toEqual(['b'])
  })

  test('drops and counts what comes faster than it is written, and takes one request of any size', async () => {
    const { decisionLog, sink, lines, settled } = start({ maxWaitingRows: 10 })
    decisionLog.add(answered('large', 20))
    decisionLog.add(answered('dropped', 3))
    await settled(20, 3)
    expect(new Set(sink.requests)).toEqual(new Set(['large']))
    expect(lines).toEqual([['error', { rows: 3, reason: 'they come faster than they are written' }]])
  })

  test('drops what the disk does not take, says so once, and says when it is over', async () => {
    const { decisionLog, sink, clock, lines, settled } = start()
    sink.fault = new Error('no space left')
    decisionLog.add(answered('a'))
    await settled(0, 1)
    decisionLog.add(answered('b'))
    await settled(0, 2)
    sink.fault = undefined
    clock.move(60_000)
    decisionLog.add(answered('c'))
    await settled(1, 2)
    expect(sink.requests).toEqual(['c'])
    expect(lines).toEqual([
      ['error', { rows: 1, reason: 'no space left' }],
      ['info', { dropped: 2 }],
    ])
  })

  test('does not wait for a disk that hangs, and keeps the rows that there is room for', async () => {
    const { decisionLog, sink, settled } = start({ maxWaitingRows: 100 })
    const { promise, resolve } = Promise.withResolvers<void>()
    sink.gate = promise
    for (let i = 0; i < 100; i++) decisionLog.add(answered(`r${i}`))
    expect(decisionLog.waitingRows).toBe(100)
    resolve()
    await settled(100)
  })

  test('leaves what is being written as it is while more comes, and at the end', async () => {
    const { decisionLog, sink } = start()
    const { promise, resolve } = Promise.withResolvers<void>()
    sink.gate = promise
    decisionLog.add(answered('a'))
    await eventually(
      () => sink.isHolding,
      (isHolding) => isHolding,
      { pauseMs: 0 },
    )
    decisionLog.add(answered('b'))
    const closed = decisionLog.close(60_000)
    decisionLog.addFeedback([{ request: 'c', truth: 1 }])
    resolve()
    await closed
    await eventually(
      () => sink.requests,
      (requests) => requests.length === 3,
      { pauseMs: 0 },
    )
    expect(sink.requests).toEqual(['a', 'b', 'c'])
  })

  test('writes what waits when it is closed', async () => {
    const { decisionLog, sink } = start()
    decisionLog.add(answered('a', 1000))
    decisionLog.addFeedback([{ request: 'b', truth: 1 }])
    await decisionLog.close(60_000)
    expect(sink.requests).toHaveLength(1001)
    expect(sink.isClosed).toBe(true)
  })

  test('has feedback on sampled requests, a record each', async () => {
    const { decisionLog, sink, settled } = start({ isSampled: (id) => id !== 'b' })
    const feedback = [
      { request: 'a', truth: 'yes' },
      { request: 'b', truth: 'no' },
      { request: 'c', row: 2, truth: 1.5 },
    ]
    expect(decisionLog.addFeedback(feedback)).toBe(2)
    expect(decisionLog.addFeedback([{ request: 'd', truth: true }], 'web')).toBe(1)
    await settled(3)
    const time = '1970-01-01T00:00:00.000Z'
    expect(
      sink.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { type: 'feedback', time, request: 'a', row: 0, truth: 'yes' },
      { type: 'feedback', time, request: 'c', row: 2, truth: 1.5 },
      { type: 'feedback', time, request: 'd', row: 0, truth: true, key: 'web' },
    ])
  })

  test('does not take feedback that there is no room for', async () => {
    const { decisionLog, sink } = start()
    sink.gate = new Promise(() => {})
    const large = Array.from({ length: 50_000 }, (_, i) => ({ request: `request-${i}`, truth: 'a truth' }))
    while (decisionLog.addFeedback(large) !== undefined) {}
    expect(decisionLog.counts.dropped).toBe(50_000)
  })

  test('counts as dropped what is not written by the end', async () => {
    const { decisionLog, sink } = start()
    sink.gate = new Promise(() => {})
    decisionLog.add(answered('a', 3))
    await decisionLog.close(1)
    expect(decisionLog.counts).toEqual({ written: 0, dropped: 3 })
  })
})
