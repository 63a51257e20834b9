/** Why scoring cannot begin or go on, in words for who started it: printed without a stack. */
export class ScoreError extends Error {
  override name = 'ScoreError'
}

/** A wrong argument, or a file that does not go with the arguments: says what was got and what is expected. */
export class UsageError extends ScoreError {
  override name = 'UsageError'
}
