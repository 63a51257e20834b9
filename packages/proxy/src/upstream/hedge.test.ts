import { describe, expect, test } from 'bun:test'
import { VirtualClock } from '../../simulator/virtual-clock.ts'
import { Asked, batchOf } from '../../test/asked.ts'
import { HeldTransport } from '../../test/held-transport.ts'
import { emptyPool, openReplica } from '../../test/pool-parts.ts'
import type { BatchAnswer } from '../core/batch-answer.ts'
import type { Outcome } from '../core/outcome.ts'
import { hedged } from './hedge.ts'
import type { Replica } from './replica.ts'

const ok = { kind: 'ok', value: { numbers: new Float32Array() } } as const
const failures = [
  { kind: 'unavailable', detail: 'gone' },
  { kind: 'malformed', detail: 'status 500' },
  { kind: 'shed', detail: 'too much' },
] as const

/** A hedged call that the test drives; the second replica is called after 10 ms, if allowed. */
function hedgedCall({ isThrottled = false } = {}) {
  const clock = new VirtualClock()
  const pool = emptyPool<HeldTransport>()
  const [first, second] = ['a:1', 'b:1'].map((at) => openReplica(at, new HeldTransport(), { clock, pool }))
  if (first === undefined || second === undefined) throw new Error('no replicas')
  const settled: Outcome<BatchAnswer>[] = []
  const batch = batchOf(new Asked([[0]]))
  const options = { clock, afterMs: 10, second: () => (isThrottled ? undefined : second.lease()) }
  hedged(batch, first.lease(), options).then((outcome) => settled.push(outcome))
  const end = (replica: Replica<HeldTransport>, outcome: Outcome<BatchAnswer>) => {
    replica.transport.end(outcome)
    clock.runUntil(clock.now())
  }
  return { clock, first, second, settled, end }
}

describe('a hedged call', () => {
  test('that is answered soon is not hedged, and leaves no timer', () => {
    const { clock, first, second, settled, end } = hedgedCall()
    clock.runUntil(9)
    end(first, ok)
    expect([settled, second.callsUnderWay, clock.pending]).toEqual([[ok], 0, 0])
  })

  test('that lags is answered by the faster replica', () => {
    const { clock, second, settled, end } = hedgedCall()
    clock.runUntil(11)
    end(second, ok)
    expect([settled, clock.pending]).toEqual([[ok], 0])
  })

  test.each(failures)('goes on while the other is in flight: $kind', (failure) => {
    const { clock, first, second, settled, end } = hedgedCall()
    clock.runUntil(11)
    end(second, failure)
    expect(settled).toEqual([])
    end(first, ok)
    expect(settled).toEqual([ok])
  })

  test.each(failures)('that fails before any hedge fails at once: $kind', (failure) => {
    const { clock, first, settled, end } = hedgedCall({ isThrottled: true })
    clock.runUntil(30)
    end(first, failure)
    expect([settled, clock.pending]).toEqual([[failure], 0])
  })
})
