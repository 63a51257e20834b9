/** Health checks in a row without an answer. One alone may be a long inference, or a busy machine. */
const CHECKS = 2
/** Calls in a row without an answer, and over how long, ms: a burst that one pause delays is no silence. */
const CALLS = 4
const CALLS_MS = 2000

/**
 * Whether a replica is silent: it answers neither calls nor health checks. A call is evidence only if it was answered, or
 * given so much time that any answer was due. Nothing is sent elsewhere because of it: it is for those who watch.
 */
export class Silence {
  #checks = 0
  #calls = 0
  #callsSince = 0

  /** A call was answered, whatever the answer. */
  heard() {
    this.#checks = 0
    this.#calls = 0
  }

  /** A call that began then was not answered. */
  callUnanswered(at: number) {
    if (this.#calls === 0) this.#callsSince = at
    this.#calls += 1
  }

  /** A health check was answered, or not. It says nothing of calls: a model may hang behind a server that does not. */
  checked(isAnswered: boolean) {
    this.#checks = isAnswered ? 0 : this.#checks + 1
  }

  /** Whether nothing is there that answers: health checks have failed too. */
  get isTotal(): boolean {
    return this.#checks >= CHECKS
  }

  isSilent(now: number): boolean {
    return this.isTotal || (this.#calls >= CALLS && now - this.#callsSince >= CALLS_MS)
  }
}
