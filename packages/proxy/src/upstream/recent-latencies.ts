/** How many recent latencies are kept. */
const KEPT = 128
/** How many are needed before a quantile means anything. */
const ENOUGH = 32

/** The latencies of recent calls to a classifier. */
export class RecentLatencies {
  readonly #times: number[] = []
  #next = 0
  #p95 = Number.POSITIVE_INFINITY

  record(ms: number) {
    this.#times[this.#next] = ms
    this.#next = (this.#next + 1) % KEPT
    // Sorting on every call would cost more than a p95 that is a few calls old.
    if (this.#times.length >= ENOUGH && this.#next % 8 === 0) {
      this.#p95 = this.quantile(0.95) ?? Number.POSITIVE_INFINITY
    }
  }

  /** ms; `undefined` without calls. It sorts, so do not use it on every call. */
  quantile(share: number): number | undefined {
    const sorted = this.#times.toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length * share)]
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
