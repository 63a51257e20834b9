import type { Numbers } from '@sepal/ensemble'
import type { BatchTrace } from './call-trace.ts'

/** Rows of several callers that travel in one call, as the transport sees them. */
export interface BatchView {
  readonly rowCount: number
  /** latest deadline among its rows, in the clock's ms */
  readonly deadline: number
  /** one per request */
  readonly requestIds: readonly string[]
  /** whether it is part of a split batch that failed as a whole */
  readonly isPart: boolean
  /** where one of its requests is traced */
  readonly trace?: BatchTrace | undefined
  /** aborts when no caller waits for any of its rows */
  readonly signal: AbortSignal
  rows(): Iterable<readonly number[]>
  /** Each row, with the texts that its text features index. */
  rowsWithTexts(): Iterable<readonly [row: readonly number[], texts: readonly string[]]>
  /** Writes the rows back to back, `[rowCount, F]`; only `columns` of each, if given. */
  writeRows(out: Numbers, columns?: readonly number[]): void
}
