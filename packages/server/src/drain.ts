/** Where a server is on its way to stopping. */
export class Drain {
  #isDraining = false
  #requests = 0
  readonly #closing = new AbortController()

  /** From here on it is not ready, and asks callers to disconnect. */
  get isDraining(): boolean {
    return this.#isDraining
  }

  /** requests that came since it began */
  get requests(): number {
    return this.#requests
  }

  /**
   * Aborts once no new connections are accepted: connections that would stay open as long as the caller likes must end
   * themselves.
   */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  begin() {
    this.#isDraining = true
  }

  noteRequest() {
    this.#requests += 1
  }

  close() {
    this.#closing.abort()
  }
}
