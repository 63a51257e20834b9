import type { CallCounter } from './contestant.ts'

/** The log lines of a call, over the socket and over HTTP. */
const CALL = /"msg":"predicted"|"method":"POST","path":"\/predict"/

/** Counts calls by the classifiers' log lines. A classifier that does not log them is absent. */
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
