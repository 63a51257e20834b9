const SIZE = 10_000

/** A sample of a stream in which each number has the same chance to be. Vitter's algorithm R, 1985; seeded. */
export class Reservoir {
  readonly values: number[] = []
  count = 0
  #state = 0x9e3779b9

  constructor(private readonly size = SIZE) {}

  add(value: number) {
    this.count += 1
    if (this.values.length < this.size) {
      this.values.push(value)
      return
    }
    const place = Math.floor(this.#random() * this.count)
    if (place < this.size) this.values[place] = value
  }

  /** Marsaglia's xorshift32, 2003: the same log gives the same report. */
  #random(): number {
    this.#state ^= this.#state << 13
    this.#state ^= this.#state >>> 17
    this.#state ^= this.#state << 5
    return (this.#state >>> 0) / 2 ** 32
  }
}
