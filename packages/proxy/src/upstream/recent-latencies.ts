import { RecentTimes } from './recent-times.ts'

/** How many are needed before a quantile means anything. */
const ENOUGH = 32
/** Sorting on every call would cost more than a p95 that is a few calls old. */
const EVERY = 8

/** The latencies of recent calls to a classifier that were answered. */
export class RecentLatencies {
  readonly #times = new RecentTimes()
  #calls = 0
  #p95 = Number.POSITIVE_INFINITY

  record(ms: number) {
    this.#times.record(ms)
    this.#calls = (this.#calls + 1) % EVERY
    if (this.#times.count >= ENOUGH && this.#calls === 0) {
      this.#p95 = this.#times.quantile(0.95) ?? Number.POSITIVE_INFINITY
    }
  }

  /** whether enough is known */
  get isKnown(): boolean {
    return this.#p95 !== Number.POSITIVE_INFINITY
  }

  /**
   * A call that takes longer than this lags, ms; infinite until enough is known. It is twice the p95: at the p95 itself
   * one call in twenty would be hedged, and the budget spent before the stalls.
   */
  get lagMs(): number {
    return Math.max(1, 2 * this.#p95)
  }
}
