/** The weight of a new call in the running means. */
const WEIGHT = 0.1
/** How many calls are needed before a line through them means anything. */
const ENOUGH = 4
/** Two calls are enough if they take this long on average: no disturbance lasts as long, ms. */
const CLEAR_MS = 200
const ENOUGH_CLEAR = 2
/** How fast the best call is forgotten. */
const FORGETTING = 1.01
/** A call of at most this many rows is a small one. */
export const FEW_ROWS = 2
/** The max rows of the first call, and by what factor each may exceed the largest earlier one that was not long. */
const FIRST_ROWS = 16
const GROWTH = 2
/** A call that takes this long is not extended by rows that could wait for the next, ms. */
const LONG_MS = 20
/** Unless its fixed cost is more than one part in this many of it: then larger calls save time. */
const WORTHWHILE = 4

/** Estimates the duration of a classifier's calls from those answered: a fixed cost, and a cost per row. */
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
   * What each row adds to a call, ms; 0 if unknown. It is the slope of the line through the recent calls, capped at the
   * total time per row of the best of them. Either may be wrong alone: anything that makes calls longer makes the next
   * ones larger and the line steeper, and small calls of a model with a high fixed cost look bad. The estimate errs on
   * the optimistic side.
   */
  get rowMs(): number {
    return this.#rowMs
  }

  /**
   * The duration of a call of a few rows, ms. Under load there may be none, so that slowness caused by load never becomes
   * the baseline.
   */
  get smallMs(): number {
    return this.#smallMs
  }

  /**
   * Beyond this many rows a call gets long and saves next to nothing; or it would be so much larger than any before that
   * a smaller one should be measured first.
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
