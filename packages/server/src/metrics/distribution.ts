/** Upper bounds of durations, s: a row takes a few ms, and the default deadline is one second. */
export const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What a histogram shows. */
export type Tally = Pick<Distribution, 'bounds' | 'sum' | 'cumulative'>

/** Counts of values between bounds, and their sum. Adding a value takes a few comparisons and allocates nothing. */
export class Distribution {
  readonly #counts: number[]
  sum = 0

  /** @param bounds upper bounds, ascending; a last bucket counts values above them */
  constructor(readonly bounds: readonly number[]) {
    this.#counts = new Array(bounds.length + 1).fill(0)
  }

  /** @returns the bucket that counts it */
  record(value: number): number {
    let i = 0
    while (value > (this.bounds[i] ?? Number.POSITIVE_INFINITY)) i += 1
    this.#counts[i] = (this.#counts[i] ?? 0) + 1
    this.sum += value
    return i
  }

  /** Cumulative counts: for each bound, and finally for all, the number of values not above it. */
  cumulative(): number[] {
    let total = 0
    return this.#counts.map((count) => (total += count))
  }
}
