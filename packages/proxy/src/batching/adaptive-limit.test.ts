import { describe, expect, test } from 'bun:test'
import { VirtualClock } from '../../simulator/virtual-clock.ts'
import { AdaptiveLimit, NO_LIMIT } from './adaptive-limit.ts'

/** A limit in virtual time, fed with waits that the test makes up. */
class Watched {
  readonly clock = new VirtualClock()
  readonly limit = new AdaptiveLimit(this.clock)

  constructor({ callMs = 5, width = 2 } = {}) {
    this.limit.recordAnswer(1, { callMs, width })
  }

  /** Records the same wait every 10 ms for this long, ms. */
  waits(forMs: number, waitsMs: number[], { underWay = 100, isRefusing = false } = {}) {
    for (let n = 0; n < forMs / 10; n++) {
      this.pass(10)
      this.limit.recordWait(waitsMs[n % waitsMs.length] ?? 0, underWay)
      if (isRefusing) this.limit.mayExceed(NO_LIMIT)
    }
  }

  /** The same for requests that were given up, with the number answered for each. */
  timeouts(forMs: number, ms: number, { answered = 0, width = 2 } = {}) {
    for (let n = 0; n < forMs / 10; n++) {
      this.pass(10)
      this.limit.recordWait(1, 100)
      this.limit.recordTimeout(ms, 100)
      this.limit.recordAnswer(answered, { callMs: 5, width })
    }
  }

  pass(ms: number) {
    this.clock.runUntil(this.clock.now() + ms)
  }
}

describe('the adaptive limit', () => {
  test('does not limit anything while no wait persists, however long single waits are', () => {
    const watched = new Watched()
    watched.waits(10_000, [900, 3, 500, 12])
    expect(watched.limit.rows).toBe(NO_LIMIT)
    expect(watched.limit.mayExceed(1_000_000)).toBe(true)
  })

  test('falls in proportion to how far the shortest wait of a window is too long', () => {
    const watched = new Watched()
    watched.waits(270, [100, 200])
    expect(watched.limit.rows).toBe(50)
    expect([watched.limit.mayExceed(49), watched.limit.mayExceed(50)]).toEqual([true, false])
  })

  test('is relative to the duration of a call when calls are long', () => {
    const watched = new Watched({ callMs: 300 })
    watched.waits(5000, [500])
    expect(watched.limit.rows).toBe(NO_LIMIT)
    watched.waits(400, [1200])
    expect(watched.limit.rows).toBe(50)
  })

  test('falls while more requests are given up than answered, down to two rows a call', () => {
    const watched = new Watched()
    watched.timeouts(270, 500)
    expect(watched.limit.rows).toBe(50)
    watched.timeouts(5000, 500, { width: 3 })
    expect(watched.limit.rows).toBe(6)
  })

  test('does not fall for callers with short deadlines, nor while more requests are answered', () => {
    const watched = new Watched()
    watched.timeouts(5000, 15)
    watched.timeouts(5000, 500, { answered: 2 })
    expect(watched.limit.rows).toBe(NO_LIMIT)
  })

  test('rises by at most a quarter per window while it refuses rows and waits are short', () => {
    const watched = new Watched()
    watched.waits(5000, [1000])
    watched.waits(500, [1], { isRefusing: true })
    const { rows } = watched.limit
    watched.waits(1000, [1], { isRefusing: true })
    expect(watched.limit.rows / rows).toBeCloseTo(1.25 ** 4)
  })

  test('does not rise while it refuses rows and no request is answered: the admitted ones wait for their deadline', () => {
    const watched = new Watched()
    const refuse = (forMs: number) => {
      for (let n = 0; n < forMs / 10; n++) {
        watched.pass(10)
        watched.limit.mayExceed(1000)
      }
    }
    watched.timeouts(510, 500)
    refuse(300)
    const { rows } = watched.limit
    expect(rows).toBeLessThan(100)
    refuse(1000)
    expect(watched.limit.rows).toBe(rows)
  })

  test('shows the limit for the next caller without a request', () => {
    const watched = new Watched()
    expect(watched.limit.figure).toBe(Number.POSITIVE_INFINITY)
    watched.waits(270, [110, 200])
    expect(watched.limit.rows).toBeCloseTo(45.45)
    expect(watched.limit.figure).toBe(46)
    expect([watched.limit.mayExceed(45), watched.limit.mayExceed(46)]).toEqual([true, false])
    watched.pass(1300)
    expect(watched.limit.figure).toBe(Number.POSITIVE_INFINITY)
    expect(watched.limit.rows).toBeLessThan(NO_LIMIT)
  })

  test('is lifted after a second without a refusal, even a silent one', () => {
    for (const silent of [false, true]) {
      const watched = new Watched()
      watched.waits(1000, [1000])
      expect(watched.limit.rows).toBeLessThan(100)
      if (silent) watched.pass(1300)
      else watched.waits(1600, [1])
      expect(watched.limit.mayExceed(100)).toBe(true)
      expect(watched.limit.rows).toBe(NO_LIMIT)
    }
  })
})
