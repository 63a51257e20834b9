/** Bins a factor apart that is below the precision of what is printed. */
const STEP = Math.log(1.02)

/** Quantiles of a stream of times, within 2 %, in constant memory: bins of equal width on a logarithmic scale. */
export class Latencies {
  readonly #bins = new Map<number, number>()
  #count = 0

  add(ms: number) {
    const bin = Math.round(Math.log(Math.max(ms, 1e-3)) / STEP)
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + 1)
    this.#count += 1
  }

  /** @returns ms; NaN without times */
  quantile(share: number): number {
    let left = share * this.#count
    for (const [bin, count] of [...this.#bins].toSorted(([a], [b]) => a - b)) {
      left -= count
      if (left <= 0) return Math.exp(bin * STEP)
    }
    return Number.NaN
  }
}
