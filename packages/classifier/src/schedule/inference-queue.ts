import type { Model } from '../model/session.ts'

/** The queue is full: the caller may try again, or elsewhere. */
export class QueueFullError extends Error {
  override name = 'QueueFullError'
}

/** Runs one inference at a time on a session, in order of arrival, and holds a bounded number that wait. */
export class InferenceQueue {
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly model: Model,
    private readonly limit: number,
  ) {}

  /**
   * @param rows `[N, F] float32`
   * @returns `[N, K] float32`
   * @throws QueueFullError when `limit` inferences wait already
   */
  predict(rows: Float32Array): Promise<Float32Array> {
    if (this.#waiting >= this.limit) {
      return Promise.reject(new QueueFullError(`${this.#waiting} requests wait already`))
    }
    this.#waiting += 1
    const run = this.#last
      .then(() => this.model.predict(rows))
      .finally(() => {
        this.#waiting -= 1
      })
    // The next one runs after this one, whatever becomes of it.
    this.#last = run.catch(() => {})
    return run
  }
}
