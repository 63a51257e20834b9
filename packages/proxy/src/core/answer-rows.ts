import type { Numbers } from '@sepal/ensemble'

/** Some rows of a classifier's answer, `[rows, width]`, in place in the answer to a whole batch. */
export type AnswerRows = {
  readonly data: Numbers
  /** place of the first number in `data` */
  readonly at: number
  readonly rows: number
  readonly width: number
}

/** The place in `data` where the answer to a row begins. */
export function startOf({ at, width }: AnswerRows, row: number): number {
  return at + row * width
}
