/**
 * What may end a call before it is answered: its time, or its caller. It is released with the call, so that a timer or a
 * listener on a signal that lives long is not left of each.
 */
export class EarlyEnd {
  readonly #controller = new AbortController()
  readonly #timer: ReturnType<typeof setTimeout>
  readonly #abort = () => this.#end('aborted')
  #cause: 'timeout' | 'aborted' | undefined

  constructor(
    timeoutMs: number,
    private readonly caller: AbortSignal | undefined,
  ) {
    this.#timer = setTimeout(() => this.#end('timeout'), timeoutMs)
    if (caller?.aborted) this.#abort()
    else caller?.addEventListener('abort', this.#abort)
  }

  /** aborts when the end comes */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** what it was, if it came */
  get cause(): 'timeout' | 'aborted' | undefined {
    return this.#cause
  }

  /** The call is over: nothing can end it any more. */
  release() {
    clearTimeout(this.#timer)
    this.caller?.removeEventListener('abort', this.#abort)
  }

  /**
   * The answer has begun, and is read when the caller likes: its connection keeps a process that waits for more of it,
   * and a stream that was forgotten is nothing to wait for. In a browser, a timer is a number.
   */
  keepNoProcess() {
    if (typeof this.#timer === 'object') this.#timer.unref()
  }

  /** The caller wants no more of it: what is still open is closed, and that is no failure. */
  leave() {
    this.release()
    this.#controller.abort()
  }

  #end(cause: 'timeout' | 'aborted') {
    this.release()
    this.#cause = cause
    this.#controller.abort()
  }
}
