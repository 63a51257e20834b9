import type { Numbers } from '@sepal/ensemble'

/** What a classifier answers to a batch. */
export type BatchAnswer = {
  /** `[rowCount, width]`, checked */
  readonly numbers: Numbers
  /** the places in the batch of rows that the model has no answer to, in order; their numbers say nothing */
  readonly unanswered?: readonly number[]
}
