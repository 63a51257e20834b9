import { describe, expect, test } from 'bun:test'
import { VirtualClock } from '../../simulator/virtual-clock.ts'
import { DeadlineSweep, type Expiring } from './deadline-sweep.ts'

/** How late a deadline may be noticed, ms. */
const SWEEP_MS = 4

/** Records when it expires and when `linger` is called. */
class Entry implements Expiring {
  readonly expiredAt: number[] = []
  readonly lingeredAt: number[] = []

  readonly askedAt: number
  isOver = false

  constructor(
    readonly deadline: number,
    private readonly clock: VirtualClock,
  ) {
    this.askedAt = clock.now()
  }

  expire() {
    this.expiredAt.push(this.clock.now())
    this.isOver = true
  }

  linger() {
    this.lingeredAt.push(this.clock.now())
  }
}

function start() {
  const clock = new VirtualClock()
  const sweep = new DeadlineSweep(clock)
  const add = (deadline: number) => {
    const entry = new Entry(deadline, clock)
    sweep.add(entry)
    return entry
  }
  return { clock, add }
}

describe('a deadline', () => {
  test('is noticed within a sweep, once, and never before', () => {
    const { clock, add } = start()
    const entries: Entry[] = []
    for (let at = 0; at < 30; at += 0.7) {
      clock.runUntil(at)
      entries.push(add(at + ((at * 7) % 50)))
    }
    clock.runUntil(200)
    for (const { deadline, expiredAt } of entries) {
      expect(expiredAt).toHaveLength(1)
      const late = (expiredAt[0] ?? Number.NaN) - deadline
      expect(late).toBeGreaterThanOrEqual(0)
      expect(late).toBeLessThanOrEqual(SWEEP_MS)
    }
  })

  test('that had passed before it was added is noticed too', () => {
    const { clock, add } = start()
    clock.runUntil(10)
    const entry = add(3)
    clock.runUntil(10 + SWEEP_MS)
    expect(entry.expiredAt).toEqual([10 + SWEEP_MS])
  })

  test('of a finished entry passes unnoticed', () => {
    const { clock, add } = start()
    const [gone, stays] = [add(10), add(10)]
    clock.runUntil(5)
    gone.isOver = true
    clock.runUntil(50)
    expect([gone.expiredAt.length, stays.expiredAt.length]).toEqual([0, 1])
  })

  test('of an entry that another expiry finished passes unnoticed', () => {
    const { clock, add } = start()
    const first = add(2)
    const second = add(2)
    const expire = first.expire.bind(first)
    first.expire = () => {
      expire()
      second.isOver = true
    }
    clock.runUntil(50)
    expect([first.expiredAt.length, second.expiredAt.length]).toEqual([1, 0])
  })
})

describe('a timer', () => {
  test('runs only while entries are pending, one for all of them', () => {
    const { clock, add } = start()
    expect(clock.pending).toBe(0)
    const entries = Array.from({ length: 100 }, () => add(1000))
    expect(clock.pending).toBe(1)
    clock.runUntil(50)
    expect(clock.pending).toBe(1)
    for (const entry of entries) entry.isOver = true
    clock.runUntil(50 + SWEEP_MS)
    expect(clock.pending).toBe(0)
  })

  test('starts again for entries added after a pause', () => {
    const { clock, add } = start()
    add(1)
    clock.runUntil(100)
    expect(clock.pending).toBe(0)
    const entry = add(103)
    clock.runUntil(110)
    expect(entry.expiredAt).toEqual([104])
    expect(clock.pending).toBe(0)
  })
})

describe('a long-lived entry lingers', () => {
  test('once, after 16 to 20 ms, and quicker entries do not', () => {
    for (const offset of [0, 1, 2.5, 3.9]) {
      const { clock, add } = start()
      add(1000)
      clock.runUntil(offset)
      const [quick, stays] = [add(1000), add(1000)]
      clock.runUntil(offset + 15)
      quick.isOver = true
      clock.runUntil(500)
      expect(quick.lingeredAt).toEqual([])
      expect(stays.lingeredAt).toHaveLength(1)
      const after = (stays.lingeredAt[0] ?? Number.NaN) - offset
      expect(after).toBeGreaterThanOrEqual(16)
      expect(after).toBeLessThanOrEqual(20)
    }
  })

  test('unless its deadline has passed by then', () => {
    const { clock, add } = start()
    const entry = add(20)
    clock.runUntil(100)
    expect([entry.expiredAt, entry.lingeredAt]).toEqual([[20], []])
  })
})
