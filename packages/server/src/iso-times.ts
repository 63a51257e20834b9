/** Writes times as ISO 8601, the same one only once: many lines are of one millisecond. */
export class IsoTimes {
  #lastMs = Number.NaN
  #lastTime = ''

  /** @param ms since 1970 */
  of(ms: number): string {
    if (ms !== this.#lastMs) {
      this.#lastMs = ms
      this.#lastTime = new Date(ms).toISOString()
    }
    return this.#lastTime
  }
}
