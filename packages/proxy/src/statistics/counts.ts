/** Counts by place: since the start, and of late. Adding one allocates nothing. */
export class Counts {
  /** what is neither of the current window nor of the previous one */
  readonly #older: Float64Array
  #previous: Float64Array
  #current: Float64Array

  constructor(readonly size: number) {
    this.#older = new Float64Array(size)
    this.#previous = new Float64Array(size)
    this.#current = new Float64Array(size)
  }

  add(place: number) {
    this.#current[place] = (this.#current[place] ?? 0) + 1
  }

  /** A new window begins; the one before the current one is no longer late. */
  turn() {
    for (const [place, count] of this.#previous.entries())
      this.#older[place] = (this.#older[place] ?? 0) + count
    const free = this.#previous.fill(0)
    this.#previous = this.#current
    this.#current = free
  }

  /** In the current window and the previous one. */
  get late(): number[] {
    return Array.from(this.#current, (count, place) => count + (this.#previous[place] ?? 0))
  }

  /** Since the start. */
  get all(): number[] {
    return this.late.map((count, place) => count + (this.#older[place] ?? 0))
  }
}

/** The total of some counts. */
export const totalOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)
