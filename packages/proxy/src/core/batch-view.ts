import type { Numbers } from '@sepal/ensemble'

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
  /** Each row with the texts that some of its numbers are places of. */
  rowsWithTexts(): Iterable<readonly [row: readonly number[], texts: readonly string[]]>
  /** Writes the rows one after the other, `[rowCount, F]`; of each only `columns`, if given. */
  writeRows(out: Numbers, columns?: readonly number[]): void
}
