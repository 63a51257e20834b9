/** How many are kept. */
const KEPT = 128

/** The durations of the last calls, ms. */
export class RecentTimes {
  readonly #times = new Float64Array(KEPT)
  #next = 0
  /** how many are known, at most those that are kept */
  count = 0

  record(ms: number) {
    this.#times[this.#next] = ms
    this.#next = (this.#next + 1) % KEPT
    if (this.count < KEPT) this.count += 1
  }

  /** ms; `undefined` without calls. It sorts, so do not use it on every call. */
  quantile(share: number): number | undefined {
    // Numbers in an array of their own kind need no comparator, which would cost several times as much.
    const sorted = this.#times.slice(0, this.count).sort()
    return sorted[Math.floor(this.count * share)]
  }
}
