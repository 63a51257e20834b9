import type { EncodedRows } from '@sepal/ensemble'
import type { AnswerRows } from './answer-rows.ts'
import type { Outcome } from './outcome.ts'

/**
 * A request for predictions whose answer is made, for whoever records or counts what models say. One is made for each
 * request whose rows went to classifiers, also where they failed; not for a body that was refused, and not for the test
 * routes.
 */
export type AnsweredRequest = {
  readonly requestId: string
  /** the name of the caller's key, where there are keys */
  readonly key?: string | undefined
  /** the route's path */
  readonly route: string
  /** from the head of the request to its answer, ms */
  readonly ms: number
  /** `[N, F]`, all features in the manifest's order */
  readonly rows: EncodedRows
  /**
   * By place in `servedNames(manifest)`: the classifiers in the manifest's order, then the final model of a stack.
   * `undefined`: it was not asked, or not waited for. An answer is `[N, width]` and stays in the memory of its whole
   * batch: read it soon, or copy it.
   */
  readonly outcomes: readonly (Outcome<AnswerRows> | undefined)[]
  /**
   * One for each row, as the caller got them; fewer when the caller left in the middle of a long answer. `undefined`
   * where none was asked for or made.
   */
  readonly decisions?: readonly unknown[] | undefined
  /** the code of the problem that was the answer; `undefined` for an answer, partial ones included */
  readonly code?: string | undefined
}

/**
 * Called in the turn in which an answer was made, before it is sent: note what you need and do the work in a later turn.
 * It must not throw.
 */
export type OnAnswered = (answered: AnsweredRequest) => void

/** Tells each; `undefined` if there are none, so that nothing is put together for nobody. */
export function tellEach(listeners: readonly (OnAnswered | undefined)[]): OnAnswered | undefined {
  const [first, ...others] = listeners.filter((listener) => listener !== undefined)
  if (first === undefined || others.length === 0) return first
  return (answered) => {
    first(answered)
    for (const listener of others) listener(answered)
  }
}
