import { describe, expect, spyOn, test } from 'bun:test'
import { VirtualClock } from '../../simulator/virtual-clock.ts'
import { Asked, rowsFrom } from '../../test/asked.ts'
import type { BatchAnswer } from '../core/batch-answer.ts'
import type { BatchView } from '../core/batch-view.ts'
import { Notice } from '../core/notice.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Lease, Upstream } from '../core/upstream.ts'
import { AdaptiveLimit, NO_LIMIT } from './adaptive-limit.ts'
import { Batcher, type BatcherOptions } from './batcher.ts'

const late = { kind: 'late', detail: 'too late' } as const
const rejected = { kind: 'rejected', detail: 'it refused the rows' } as const
const unavailable = { kind: 'unavailable', detail: 'gone' } as const

type Call = { rows: number[]; batch: BatchView; end: (outcome?: Outcome<BatchAnswer>) => void }

/** An upstream with as many places as the test allows, whose calls end when the test ends them. */
class HeldUpstream implements Upstream {
  readonly calls: Call[] = []
  #places
  readonly room = new Notice()

  constructor(places: number) {
    this.#places = places
  }

  /** Makes room for this many more calls. */
  open(places: number) {
    this.#places += places
    this.room.give()
  }

  get width(): number {
    return Math.max(1, this.#places)
  }

  get hasRoom(): boolean {
    return this.#places > 0
  }

  lease(rows: number): Lease | undefined {
    if (!this.hasRoom) return undefined
    this.#places -= 1
    const giveBack = () => {
      this.#places += 1
    }
    return { rows, send: (batch) => this.#send(batch), giveBack }
  }

  #send(batch: BatchView): Promise<Outcome<BatchAnswer>> {
    const rows = [...batch.rows()].flat()
    const { promise, resolve } = Promise.withResolvers<Outcome<BatchAnswer>>()
    const end = (
      outcome: Outcome<BatchAnswer> = { kind: 'ok', value: { numbers: Float32Array.from(rows) } },
    ) => {
      this.#places += 1
      resolve(outcome)
    }
    this.calls.push({ rows, batch, end })
    return promise
  }
}

/** A batcher in virtual time; the answer to each row is the row itself. */
class HeldBatcher {
  readonly clock = new VirtualClock()
  readonly upstream: HeldUpstream
  readonly limit = new AdaptiveLimit(this.clock)
  readonly batcher: Batcher

  constructor({ places = 1, ...options }: Partial<BatcherOptions> & { places?: number } = {}) {
    this.upstream = new HeldUpstream(places)
    this.batcher = new Batcher(this.upstream, this.clock, {
      classifier: 'tree',
      width: 1,
      batchMaxRows: 100,
      queueRows: 1000,
      limits: { others: this.limit, bulk: new AdaptiveLimit(this.clock) },
      isBulk: (rows, rowsOfCall) => rows > rowsOfCall,
      room: this.upstream.room,
      ...options,
    })
  }

  /** Submits rows of one caller in this turn. */
  submit(...numbers: number[]): Asked {
    const asked = new Asked(rowsFrom(...numbers))
    this.batcher.submit(asked.pending)
    return asked
  }

  /** Lets the turn of the event loop end. */
  turn() {
    this.clock.runUntil(this.clock.now())
  }

  /** Ends a call, and the turn. */
  end(call: number, outcome?: Outcome<BatchAnswer>) {
    this.upstream.calls[call]?.end(outcome)
    this.turn()
  }

  get sent(): number[][] {
    return this.upstream.calls.map(({ rows }) => rows)
  }
}

describe('a batcher', () => {
  test('sends nothing before the turn ends, and then everything together', () => {
    const held = new HeldBatcher()
    const asked = [held.submit(1), held.submit(2, 3)]
    expect(held.sent).toEqual([])
    held.turn()
    expect(held.sent).toEqual([[1, 2, 3]])
    held.end(0)
    expect(asked.map(({ answer }) => answer)).toEqual([[[1]], [[2], [3]]])
  })

  test('does not wait for the end of the turn for a caller who is alone, and does in a crowd', () => {
    const held = new HeldBatcher()
    const soon = spyOn(held.clock, 'soon')
    const sendsSoon = (...callers: number[]) => {
      soon.mockClear()
      for (const caller of callers) held.submit(caller)
      held.turn()
      held.end(held.sent.length - 1)
      held.clock.runUntil(held.clock.now() + 10)
      return soon.mock.calls.length > 0
    }
    const lone = [1, 2, 3, 4, 5].map((caller) => sendsSoon(caller))
    expect(lone).toEqual([false, false, false, false, true])
    // The first of a crowd's wave finds nothing under way either.
    expect([sendsSoon(6, 7), sendsSoon(8, 9), sendsSoon(10)]).toEqual([true, false, false])
    expect(held.sent.slice(5)).toEqual([[6, 7], [8, 9], [10]])
  })

  test('sends nothing without room, and resumes when there is room', () => {
    const held = new HeldBatcher({ places: 0 })
    held.submit(1)
    held.turn()
    held.submit(2)
    held.turn()
    expect([held.sent, held.batcher.waitingRows, held.clock.pending]).toEqual([[], 2, 0])
    held.upstream.open(1)
    held.turn()
    expect([held.sent, held.batcher.waitingRows]).toEqual([[[1, 2]], 0])
  })

  test('splits a request too large for one call, and lets others go before the rest of it', () => {
    const held = new HeldBatcher({ places: 3, batchMaxRows: 2 })
    const [many, one] = [held.submit(1, 2, 3, 4, 5), held.submit(6)]
    held.turn()
    expect(held.sent).toEqual([
      [6, 1],
      [2, 3],
      [4, 5],
    ])
    for (const call of [2, 0, 1]) held.end(call)
    expect([many.answer, one.answer]).toEqual([rowsFrom(1, 2, 3, 4, 5), rowsFrom(6)])
  })

  test('admits a single row while bulk fills its own line, and bulk has a part of each call', () => {
    const held = new HeldBatcher({ places: 0, batchMaxRows: 4, queueRows: 8 })
    const bulk = [held.submit(...Array(8).fill(0)), held.submit(...Array(8).fill(0))]
    const singles = [1, 2, 3, 4, 5].map((x) => held.submit(x))
    expect(bulk.map(({ kinds }) => kinds)).toEqual([[], ['shed']])
    expect(singles.flatMap(({ kinds }) => kinds)).toEqual([])
    held.upstream.open(2)
    held.turn()
    expect(held.sent).toEqual([
      [1, 2, 3, 0],
      [4, 5, 0, 0],
    ])
  })

  test('schedules nothing for a request withdrawn before the turn ends', () => {
    const held = new HeldBatcher()
    const asked = held.submit(1)
    held.batcher.withdraw(asked.pending, late)
    held.turn()
    expect([held.sent, asked.outcomes, held.batcher.waitingRows]).toEqual([[], [late], 0])
    held.submit(2)
    held.turn()
    expect(held.sent).toEqual([[2]])
  })

  test('removes the rows of a withdrawn request from the queue and keeps the order of the others', () => {
    const held = new HeldBatcher()
    held.submit(0)
    held.turn()
    const asked = [held.submit(1), held.submit(2, 3), held.submit(4)]
    held.batcher.withdraw(asked[1]?.pending ?? expect.unreachable(), late)
    expect(held.batcher.waitingRows).toBe(2)
    held.end(0)
    expect(held.sent).toEqual([[0], [1, 4]])
    expect(held.upstream.calls[1]?.batch.requestIds).toHaveLength(2)
  })

  test('cancels a call in flight only when no other request waits for it', () => {
    const held = new HeldBatcher()
    const [first, second] = [held.submit(1), held.submit(2)]
    held.turn()
    const signal = held.upstream.calls[0]?.batch.signal
    held.batcher.withdraw(first.pending, late)
    expect(signal?.aborted).toBe(false)
    held.batcher.withdraw(second.pending, late)
    expect(signal?.aborted).toBe(true)
    held.end(0, late)
    expect([first.outcomes, second.outcomes]).toEqual([[late], [late]])
  })
})

describe('the queue bound', () => {
  test('admits exactly as many rows as fit', () => {
    const held = new HeldBatcher({ places: 0, queueRows: 3 })
    held.submit(1, 2)
    expect(held.submit(3, 4).outcomes).toEqual([{ kind: 'shed', detail: '2 rows wait already' }])
    expect(held.submit(3).outcomes).toEqual([])
    expect(held.submit(4).kinds).toEqual(['shed'])
    expect(held.batcher.waitingRows).toBe(3)
  })

  test('frees the room of requests that were withdrawn, sent or failed', () => {
    const held = new HeldBatcher({ places: 0, queueRows: 4, batchMaxRows: 1 })
    const first = held.submit(1, 2, 3, 4)
    held.batcher.withdraw(first.pending, late)
    held.batcher.withdraw(first.pending, late)
    expect(held.batcher.waitingRows).toBe(0)
    const second = held.submit(1, 2, 3, 4)
    held.upstream.open(1)
    held.turn()
    expect([held.sent, held.batcher.waitingRows]).toEqual([[[1]], 3])
    held.end(0, unavailable)
    expect([second.outcomes, held.batcher.waitingRows, held.sent.length]).toEqual([[unavailable], 0, 1])
  })
})

describe('a call that fails', () => {
  test.each([unavailable, late, { kind: 'malformed', detail: 'x' }, { kind: 'shed', detail: 'y' }] as const)(
    'is the outcome of all its rows and of no others: $kind',
    (outcome) => {
      const held = new HeldBatcher()
      const failed = [held.submit(1), held.submit(2)]
      held.turn()
      const next = held.submit(3)
      held.end(0, outcome)
      expect(failed.map(({ outcomes }) => outcomes)).toEqual([[outcome], [outcome]])
      expect(held.sent).toEqual([[1, 2], [3]])
      held.end(1)
      expect(next.answer).toEqual([[3]])
    },
  )

  test('because its model fails on one row is split until that row is alone', () => {
    const held = new HeldBatcher()
    const asked = [1, 2, 3, 4].map((x) => held.submit(x))
    held.turn()
    const failed = { kind: 'malformed', detail: 'it answered with status 500', mayBeOneRow: true } as const
    for (let call = 0; call < held.upstream.calls.length; call++) {
      held.end(call, held.sent[call]?.includes(3) ? failed : undefined)
    }
    expect(asked.map(({ kinds }) => kinds)).toEqual([['ok'], ['ok'], ['malformed'], ['ok']])
    expect(held.upstream.calls.map(({ batch }) => batch.isPart)).toEqual([false, true, true, true, true])
  })

  test('because a row is refused is split, and its halves go before later requests', () => {
    const held = new HeldBatcher()
    const asked = [1, 2, 3, 4].map((x) => held.submit(x))
    held.turn()
    const next = held.submit(5)
    const bad = 3
    for (let call = 0; call < held.upstream.calls.length; call++) {
      held.end(call, held.sent[call]?.includes(bad) ? rejected : undefined)
    }
    expect(held.sent).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [4], [5]])
    expect(asked.map(({ kinds }) => kinds)).toEqual([['ok'], ['ok'], ['rejected'], ['ok']])
    expect(next.answer).toEqual([[5]])
  })

  test('does not resend halves that no request waits for', () => {
    const held = new HeldBatcher()
    const asked = [1, 2, 3, 4].map((x) => held.submit(x))
    held.turn()
    held.upstream.open(-1)
    held.end(0, rejected)
    for (const { pending } of asked.slice(0, 2)) held.batcher.withdraw(pending, late)
    held.upstream.open(1)
    held.turn()
    expect(held.sent).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ])
  })
})

describe('rows with long waits', () => {
  /** The limit after a few seconds of 400 ms calls, with ten new callers during each. */
  function limitAfterCallsOf(batchMaxRows: number): number {
    const held = new HeldBatcher({ batchMaxRows })
    for (let n = 0; n < 20; n++) {
      for (let i = 0; i < 10; i++) held.submit(i)
      held.turn()
      held.clock.runUntil(held.clock.now() + 400)
      held.upstream.calls.at(-1)?.end()
      held.turn()
    }
    return held.limit.rows
  }

  test('are no overload when the next call takes them all, because a classifier or its machine is slow', () => {
    expect(limitAfterCallsOf(100)).toBe(NO_LIMIT)
  })

  test('are overload when calls leave some of them behind', () => {
    expect(limitAfterCallsOf(5)).toBeLessThan(100)
  })
})
