/** Rows of many callers that travel in one call, as those who carry it see them. */
export interface BatchView {
  readonly rowCount: number
  /** when the last of its rows is too late, in the clock's ms */
  readonly deadline: number
  /** one for each request */
  readonly requestIds: readonly string[]
  /** whether it is part of a batch that failed as a whole */
  readonly isPart: boolean
  /** aborts when nobody waits for any of its rows any more */
  readonly signal: AbortSignal
  rows(): Iterable<readonly number[]>
  /** Writes the rows one after the other, `[rowCount, F]`. */
  writeRows(out: Float32Array): void
}
