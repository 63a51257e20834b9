/** How many are kept. */
const KEPT = 128

/** The durations of the last calls, ms. */
export class RecentTimes {
  readonly #times: number[] = []
  #next = 0

  record(ms: number) {
    this.#times[this.#next] = ms
    this.#next = (this.#next + 1) % KEPT
  }

  /** how many are known, at most those that are kept */
  get count(): number {
    return this.#times.length
  }

  /** ms; `undefined` without calls. It sorts, so do not use it on every call. */
  quantile(share: number): number | undefined {
    const sorted = this.#times.toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length * share)]
  }
}
