/** Limits the rows in flight at a classifier, including those that wait. */
export interface RowLimit {
  /** max rows in flight */
  readonly rows: number
  /** the limit as shown to operators: Infinity when nothing is limited */
  readonly figure: number
  /** Records the queueing delay of rows in a standing queue, ms, and how many rows were in flight. */
  recordWait(ms: number, underWay: number): void
  /** Records how long a request had waited when it was given up, ms, in the queue or at the classifier. */
  recordTimeout(ms: number, underWay: number): void
  /** Records an answered call: its rows, the duration of a call of a few rows (`callMs`), and how many calls may run at once (`width`). */
  recordAnswer(answered: number, call: { callMs: number; width: number }): void
  /** Whether to admit more although `underWay` rows have reached the limit, which may be out of date. */
  mayExceed(underWay: number): boolean
}
