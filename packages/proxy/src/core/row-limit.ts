/** Bounds the rows that are under way at a classifier, those that wait included. */
export interface RowLimit {
  /** max rows under way */
  readonly rows: number
  /** the same as operators are shown it: Infinity when nothing is limited */
  readonly figure: number
  /** How long rows had waited in a queue that stands, ms, and how many were under way. */
  recordWait(ms: number, underWay: number): void
  /** After how long somebody was given up, ms, in the queue or at the classifier. */
  recordTimeout(ms: number, underWay: number): void
  /** A call was answered: so many rows, while a call of a few rows takes `callMs`, and `width` calls may be under way. */
  recordAnswer(answered: number, call: { callMs: number; width: number }): void
  /** Whether more may be let in although `underWay` rows have reached the limit, which may be out of date. */
  mayExceed(underWay: number): boolean
}
