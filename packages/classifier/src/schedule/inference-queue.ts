import type { Model } from '../model/model.ts'
import { joined } from '../rows.ts'

/** The queue is full: the caller may try again, or elsewhere. */
export class QueueFullError extends Error {
  override name = 'QueueFullError'
}

/** Nobody waits for the answer any more: its time is over, or its caller is gone. It was not computed. */
export class NotWantedError extends Error {
  override name = 'NotWantedError'
}

type Waiting = {
  rows: Float32Array
  isWanted: () => boolean
  resolve: (answer: Float32Array) => void
  reject: (error: unknown) => void
}

export type QueueOptions = {
  /** most requests that wait or are being answered */
  limit: number
  /** most numbers in one inference, rows times features */
  batchNumbers: number
}

/**
 * Runs one inference at a time on a model, and holds a bounded number of requests that wait. Those that wait together
 * are answered by one inference: a row's answer does not depend on the rows beside it, and a run costs as much as
 * twenty rows.
 */
export class InferenceQueue {
  /** what was done since the start, and what became of the requests: `late` ones were not wanted any more */
  readonly tally = {
    requests: 0,
    numbers: 0,
    inferences: 0,
    outcomes: { ok: 0, late: 0, shed: 0, failed: 0 },
  }
  #waiting: Waiting[] = []
  #isRunning = false
  #held = 0

  constructor(
    private readonly model: Model,
    private readonly options: QueueOptions,
  ) {}

  /** requests that wait or are being answered */
  get held(): number {
    return this.#held
  }

  /**
   * @param rows `[N, F] float32`
   * @param isWanted asked when its turn comes: an answer that is too late is not worth computing
   * @returns `[N, K] float32`
   * @throws QueueFullError when as many wait already as may; NotWantedError
   */
  predict(rows: Float32Array, isWanted: () => boolean = () => true): Promise<Float32Array> {
    this.tally.requests += 1
    this.tally.numbers += rows.length
    if (this.#held >= this.options.limit) {
      this.tally.outcomes.shed += 1
      return Promise.reject(new QueueFullError(`${this.#held} requests wait already`))
    }
    this.#held += 1
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array>()
    this.#waiting.push({ rows, isWanted, resolve, reject })
    if (!this.#isRunning) {
      this.#isRunning = true
      // At the end of the turn, with all that it brings.
      setImmediate(() => this.#work())
    }
    return promise.finally(() => {
      this.#held -= 1
    })
  }

  async #work() {
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      try {
        await this.#answer(batch)
      } catch (error) {
        // One bad row must not fail the others: each is asked again by itself.
        if (batch.length === 1) this.#fail(batch[0], error)
        else for (const one of batch) await this.#answer([one]).catch((reason) => this.#fail(one, reason))
      }
    }
    this.#isRunning = false
  }

  /** The next requests that are still wanted, as many as one inference takes. */
  #take(): Waiting[] {
    const batch: Waiting[] = []
    let numbers = 0
    let next = 0
    for (const waiting of this.#waiting) {
      if (batch.length > 0 && numbers + waiting.rows.length > this.options.batchNumbers) break
      next += 1
      if (waiting.isWanted()) {
        batch.push(waiting)
        numbers += waiting.rows.length
      } else {
        this.tally.outcomes.late += 1
        waiting.reject(new NotWantedError('the time for an answer was over before its turn came'))
      }
    }
    this.#waiting = this.#waiting.slice(next)
    return batch
  }

  async #answer(batch: readonly Waiting[]) {
    const [first] = batch
    if (first === undefined) return
    this.tally.inferences += 1
    const rows = joined(batch.map((waiting) => waiting.rows))
    const answer = await this.model.predict(rows)
    this.tally.outcomes.ok += batch.length
    if (batch.length === 1) {
      first.resolve(answer)
      return
    }
    const perNumber = answer.length / rows.length
    let at = 0
    for (const waiting of batch) {
      const length = waiting.rows.length * perNumber
      waiting.resolve(answer.subarray(at, at + length))
      at += length
    }
  }

  #fail(waiting: Waiting | undefined, error: unknown) {
    this.tally.outcomes.failed += 1
    waiting?.reject(error)
  }
}
