/** How often values fell between bounds, and their sum. Counting one is a few comparisons and makes nothing. */
export class Distribution {
  readonly #counts: number[]
  sum = 0

  /** @param bounds upper bounds, rising; one more counts what is beyond the last */
  constructor(readonly bounds: readonly number[]) {
    this.#counts = new Array(bounds.length + 1).fill(0)
  }

  record(value: number) {
    let i = 0
    while (value > (this.bounds[i] ?? Number.POSITIVE_INFINITY)) i += 1
    this.#counts[i] = (this.#counts[i] ?? 0) + 1
    this.sum += value
  }

  /** For each bound, and at last for all, how many values are not above it. */
  cumulative(): number[] {
    let total = 0
    return this.#counts.map((count) => (total += count))
  }
}
