import type { DecideError } from '@sepal/ensemble'

/** The user's module that decides failed for a row. */
export class DecisionFailed extends Error {
  override name = 'DecisionFailed'
  readonly code = 'decision-failed'

  constructor({ message, cause }: DecideError, row: number) {
    super(`${message} for row ${row}, counted from 0`, { cause: cause ?? message })
  }
}
