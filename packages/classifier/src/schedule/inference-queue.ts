import type { Model } from '../model/model.ts'

/** The queue is full: the caller may try again, or elsewhere. */
export class QueueFullError extends Error {
  override name = 'QueueFullError'
}

/** Nobody waits for the answer any more: its time is over, or its caller is gone. It was not computed. */
export class NotWantedError extends Error {
  override name = 'NotWantedError'
}

/** Runs one inference at a time on a model, in order of arrival, and holds a bounded number that wait. */
export class InferenceQueue {
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly model: Model,
    private readonly limit: number,
  ) {}

  /**
   * @param rows `[N, F] float32`
   * @param isWanted asked when its turn comes: an answer that is too late is not worth computing
   * @returns `[N, K] float32`
   * @throws QueueFullError when `limit` inferences wait already; NotWantedError
   */
  predict(rows: Float32Array, isWanted: () => boolean = () => true): Promise<Float32Array> {
    if (this.#waiting >= this.limit) {
      return Promise.reject(new QueueFullError(`${this.#waiting} requests wait already`))
    }
    this.#waiting += 1
    const run = this.#last.then(() => {
      if (!isWanted()) throw new NotWantedError('the time for an answer was over before its turn came')
      return this.model.predict(rows)
    })
    // The next one runs after this one, whatever becomes of it.
    this.#last = run.then(this.#leave, this.#leave)
    return run
  }

  readonly #leave = () => {
    this.#waiting -= 1
  }
}
