/** When each of many requests is due, at a constant rate; in ms from the start. */
export class Arrivals {
  #taken = 0

  constructor(
    private readonly ratePerSecond: number,
    private readonly durationMs: number,
  ) {}

  /** The number of all requests. */
  get count(): number {
    return Math.floor((this.durationMs * this.ratePerSecond) / 1000)
  }

  get isOver(): boolean {
    return this.#taken === this.count
  }

  /** The requests that have become due since the last call, in order. */
  *due(nowMs: number): Generator<number> {
    while (!this.isOver) {
      const at = (this.#taken * 1000) / this.ratePerSecond
      if (at > nowMs) return
      this.#taken += 1
      yield at
    }
  }
}
