import type { CallCounter } from './contestant.ts'

/** What a classifier logs for each call: over its socket, and over HTTP. */
const CALL = /"msg":"predicted"|"method":"POST","path":"\/predict"/

/** Counts the calls that classifiers tell of in their log lines. One that does not log them is not counted. */
export class CallLog implements CallCounter {
  readonly #calls = new Map<string, number>()

  /** Takes a line of a classifier's log. */
  read(classifier: string, line: string) {
    if (CALL.test(line)) this.#calls.set(classifier, (this.#calls.get(classifier) ?? 0) + 1)
  }

  counts(): ReadonlyMap<string, number> {
    return new Map(this.#calls)
  }
}
