/** How much of a new call goes into the running means. */
const WEIGHT = 0.1
/** How many calls must be known before a line through them means anything. */
const ENOUGH = 4
/** Of calls that take this long on average two are enough: nothing that disturbs one lasts as long, ms. */
const CLEAR_MS = 200
const ENOUGH_CLEAR = 2
/** How fast the best call is forgotten. */
const FORGETTING = 1.01
/** A call of so many rows is a small one. */
export const FEW_ROWS = 2
/** The first call has so many rows at most, and each so many times as many as the largest before it that was not long. */
const FIRST_ROWS = 16
const GROWTH = 2
/** A call that takes this long is not made longer by rows that could wait for the next, ms. */
const LONG_MS = 20
/** Unless what it takes for any number of rows is more than one part in so many of it: then larger calls save time. */
const WORTHWHILE = 10

/** What the calls to a classifier take, from those that were answered: for any number of rows, and for each. */
export class CallTime {
  #count = 0
  #maxRows = 0
  // Running means, and the variance and covariance about them.
  #rows = 0
  #ms = 0
  #variance = 0
  #covariance = 0
  #best = Number.POSITIVE_INFINITY
  #rowMs = 0
  #smallMs = 0

  /**
   * What one row more adds to a call, ms; 0 as long as that is not known. It is the slope of the line through the recent
   * calls, and no more than a row of the best of them took in all. Both may be wrong alone: whatever makes calls longer
   * makes the next ones larger and the line steeper, and small calls of a model that takes its time for any number of
   * rows look bad. It rather promises too much.
   */
  get rowMs(): number {
    return this.#rowMs
  }

  /**
   * What a call of a few rows takes, ms. Under load there may be none, and so nothing that load makes slow is taken for
   * usual.
   */
  get smallMs(): number {
    return this.#smallMs
  }

  /**
   * With more rows than this a call gets long and saves next to nothing; or it would be so much larger than any before
   * that it is better to see first what a smaller one takes.
   */
  get worthwhileRows(): number {
    const fixedMs = Math.min(this.#smallMs, this.#ms - this.#rowMs * this.#rows)
    const longMs = Math.max(LONG_MS, WORTHWHILE * fixedMs)
    const next = Math.max(FIRST_ROWS, GROWTH * this.#maxRows)
    return Math.max(FEW_ROWS, Math.min(next, Math.floor(longMs / this.#rowMs)))
  }

  record(rows: number, ms: number) {
    this.#count += 1
    if (this.#count === 1) [this.#rows, this.#ms, this.#smallMs] = [rows, ms, ms]
    if (rows <= FEW_ROWS) this.#smallMs += WEIGHT * (ms - this.#smallMs)
    const [moreRows, moreMs] = [rows - this.#rows, ms - this.#ms]
    this.#rows += WEIGHT * moreRows
    this.#ms += WEIGHT * moreMs
    this.#variance = (1 - WEIGHT) * (this.#variance + WEIGHT * moreRows * moreRows)
    this.#covariance = (1 - WEIGHT) * (this.#covariance + WEIGHT * moreRows * moreMs)
    if (ms <= Math.max(LONG_MS, WORTHWHILE * this.#smallMs)) this.#maxRows = Math.max(this.#maxRows, rows)
    this.#best = Math.min(this.#best * FORGETTING, ms / rows)
    const enough = this.#ms >= CLEAR_MS ? ENOUGH_CLEAR : ENOUGH
    const isKnown = this.#count >= enough && this.#variance > 0
    this.#rowMs = isKnown ? Math.min(this.#best, Math.max(0, this.#covariance / this.#variance)) : 0
  }
}
