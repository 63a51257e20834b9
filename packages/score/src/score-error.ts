/** Why scoring cannot begin or go on, in words for who started it: printed without a stack. */
export class ScoreError extends Error {
  override name = 'ScoreError'
}

/** The proxy refuses rows, or does not answer any more: the same may go better another time. */
export class ProxyError extends ScoreError {
  override name = 'ProxyError'
}

/** Whoever reads the output has read enough, as `head` does: nothing went wrong, and nothing is said. */
export class BrokenPipeError extends ScoreError {
  override name = 'BrokenPipeError'
}
