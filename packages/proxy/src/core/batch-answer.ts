import type { Numbers } from '@sepal/ensemble'

/** A classifier's answer to a batch. */
export type BatchAnswer = {
  /** `[rowCount, width]`, checked */
  readonly numbers: Numbers
  /** positions in the batch of rows that the model could not answer, ascending; their numbers are meaningless */
  readonly unanswered?: readonly number[]
  /** how long the classifier had the call, ms; unknown over HTTP */
  readonly tookMs?: number
}
