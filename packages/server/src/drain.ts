/** How far a server is on its way to stop. */
export class Drain {
  #isDraining = false
  readonly #closing = new AbortController()

  /** It says so when asked whether it is ready, and asks its callers to go. */
  get isDraining(): boolean {
    return this.#isDraining
  }

  /** Aborts once nothing new is accepted: what would stay open for as long as its caller likes ends itself then. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  begin() {
    this.#isDraining = true
  }

  close() {
    this.#closing.abort()
  }
}
