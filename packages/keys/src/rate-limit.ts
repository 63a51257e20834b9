import type { Rate } from './rate.ts'

/** How much of a rate is left. */
export type RateState = {
  /** whole rows that may be sent now */
  remaining: number
  /** until all of them may be, s, rounded up */
  resetSeconds: number
}

/** Fractions of rows that the clock's fractions of ms may cost. */
const ROUNDING = 1e-6

/**
 * A leaky bucket as a meter, which decides like the generic cell rate algorithm (ITU-T I.371, annex A): as many rows as
 * the quota are let through at once, and in the long run so many per window. A request that is let in may have more rows
 * than are left; those after it wait for that.
 */
export class RateLimit {
  readonly #rowsPerMs: number
  /** rows that are used up, and when that was, ms on the caller's clock */
  #used = 0
  #at = 0

  constructor(readonly rate: Rate) {
    this.#rowsPerMs = rate.rows / (1000 * rate.windowSeconds)
  }

  /** Takes one row if one is left. */
  admit(now: number): boolean {
    this.#leak(now)
    if (this.#left < 1 - ROUNDING) return false
    this.#used += 1
    return true
  }

  /** Takes further rows of a request that was let in, unless others have meanwhile taken more than there was. */
  charge(rows: number, now: number): boolean {
    this.#leak(now)
    if (this.#left < -ROUNDING) return false
    this.#used += rows
    return true
  }

  state(now: number): RateState {
    this.#leak(now)
    return {
      remaining: Math.max(0, Math.floor(this.#left + ROUNDING)),
      resetSeconds: Math.max(0, Math.ceil((this.#used - ROUNDING) / this.#rowsPerMs / 1000)),
    }
  }

  /** When a row will be left again, in s from now, at least 1. */
  retrySeconds(now: number): number {
    this.#leak(now)
    return Math.max(1, Math.ceil((1 - this.#left - ROUNDING) / this.#rowsPerMs / 1000))
  }

  get #left(): number {
    return this.rate.rows - this.#used
  }

  #leak(now: number) {
    this.#used = Math.max(0, this.#used - (now - this.#at) * this.#rowsPerMs)
    this.#at = now
  }
}
