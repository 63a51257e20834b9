import { describe, expect, test } from 'bun:test'
import { VirtualClock } from '../../simulator/virtual-clock.ts'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { BatchAnswer } from '../core/batch-answer.ts'
import type { BatchView } from '../core/batch-view.ts'
import { Notice } from '../core/notice.ts'
import type { Outcome } from '../core/outcome.ts'
import { AdaptiveLimit } from './adaptive-limit.ts'
import { Batcher } from './batcher.ts'
import { FanOut, type Outcomes } from './fan-out.ts'

/** Two batchers in virtual time; the second has a row limit. Calls take 5 ms a row. */
function twoBatchers(queueRows: number) {
  const clock = new VirtualClock()
  const sent: number[] = [0, 0]
  const batchers = [1000, queueRows].map((bound, i) => {
    const upstream = {
      width: 1,
      isBusy: false,
      hasRoom: true,
      lease: (rows: number) => {
        if (!upstream.hasRoom) return undefined
        const giveBack = () => {
          upstream.hasRoom = true
        }
        const send = (batch: BatchView) => {
          sent[i] = (sent[i] ?? 0) + batch.rowCount
          const { promise, resolve } = Promise.withResolvers<Outcome<BatchAnswer>>()
          clock.after(5 * batch.rowCount, () => {
            giveBack()
            resolve({ kind: 'ok', value: { numbers: new Float32Array(batch.rowCount) } })
          })
          return promise
        }
        upstream.hasRoom = false
        return { rows, send, giveBack }
      },
    }
    const limits = { others: new AdaptiveLimit(clock), bulk: new AdaptiveLimit(clock) }
    return new Batcher(upstream, clock, {
      classifier: 'tree',
      width: 1,
      batchMaxRows: 100,
      queueRows: bound,
      limits,
      isBulk: () => false,
      room: new Notice(),
    })
  })
  const fanOut = new FanOut(batchers, clock)
  /** @returns its outcome, and when it settled */
  const ask = (rows: number, { needsAll = true, timeoutMs = 1000 } = {}) => {
    const request = { rows: Array(rows).fill([0]), requestId: 'r', deadline: clock.now() + timeoutMs }
    const told: { kinds?: string[]; at?: number } = {}
    const caller = { signal: new AbortController().signal }
    fanOut.ask(request, { caller, needsAll }).then((outcomes: Outcomes<AnswerRows>) => {
      told.kinds = outcomes.map(({ kind }) => kind)
      told.at = clock.now()
    })
    return told
  }
  return { clock, batchers, sent, ask }
}

describe('a request that one batcher sheds', () => {
  test('reaches no other batcher when it needs all, so that the refusal costs nothing', () => {
    const { clock, batchers, sent, ask } = twoBatchers(3)
    const told = ask(4)
    clock.runUntil(0)
    expect(told).toEqual({ kinds: ['shed', 'shed'], at: 0 })
    expect([sent, batchers.map(({ rowsUnderWay }) => rowsUnderWay)]).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(batchers.map(({ counters }) => [counters.requests, counters.outcomes.shed])).toEqual([
      [1, 1],
      [1, 1],
    ])
  })

  test('is answered by the others when partial answers are allowed', () => {
    const { clock, ask } = twoBatchers(3)
    const told = ask(4, { needsAll: false })
    clock.runUntil(100)
    expect(told).toEqual({ kinds: ['ok', 'shed'], at: 20 })
  })
})

test('a request is shed at once when the queue takes longer than its deadline allows', () => {
  const { clock, ask } = twoBatchers(1000)
  // Calls of different sizes show what a row takes.
  for (let n = 0; n < 40; n++) {
    ask(1 + (n % 4))
    clock.runUntil(clock.now() + 20)
  }
  ask(1)
  clock.runUntil(clock.now() + 1)
  ask(40)
  const now = clock.now()
  const [hasty, patient] = [ask(1, { timeoutMs: 100 }), ask(1, { timeoutMs: 400 })]
  clock.runUntil(now)
  expect([hasty, patient]).toEqual([{ kinds: ['shed', 'shed'], at: now }, {}])
  clock.runUntil(now + 400)
  expect(patient.kinds).toEqual(['ok', 'ok'])
})
