import type { Span } from '@sepal/server'

/** Traces what a request waits for: its turn, and the model. */
export class WaitTrace {
  readonly #askedAt = performance.now()

  constructor(private readonly span: Span) {}

  /** Its turn came too late. */
  notWanted() {
    this.#waited(performance.now())
  }

  /**
   * @param startedAt when the inference began, in the ms of `performance.now()`
   * @param rows of all requests that it answered
   */
  answered(startedAt: number, rows: number) {
    this.#waited(startedAt)
    const inference = { startedAt, attributes: { 'sepal.inference.rows': rows } }
    this.span.child('inference', inference).end()
  }

  #waited(until: number) {
    this.span.child('queue', { startedAt: this.#askedAt }).end(until)
  }
}
