import { Distribution, SECONDS, type Span } from '@sepal/server'
import type { Model } from '../model/model.ts'
import { joinRows, type Prediction, type RowLayout, type Rows, slicePrediction } from '../model/rows.ts'
import { WaitTrace } from './wait-trace.ts'

/** The queue is full: the caller may try again, or elsewhere. */
export class QueueFullError extends Error {
  override name = 'QueueFullError'
}

/** The caller's deadline has passed or the caller is gone, so the answer was not computed. */
export class NotWantedError extends Error {
  override name = 'NotWantedError'
}

type Waiting = {
  rows: Rows
  count: number
  isWanted: () => boolean
  trace: WaitTrace | undefined
  resolve: (answer: Prediction) => void
  reject: (error: unknown) => void
}

export type PredictOptions = {
  /** asked when its turn comes: a late answer is not worth computing */
  isWanted?: () => boolean
  /** The caller has gathered the rows that wait: no more are expected in this turn of the event loop. */
  isGathered?: boolean
  /** where the request is traced */
  span?: Span | undefined
}

export type QueueOptions = {
  /** maximum number of requests that wait or are being answered */
  limit: number
  /** maximum number of rows in one inference */
  batchRows: number
  /** of the model's rows */
  layout: RowLayout
  /** numbers in an answer to one row */
  width: number
}

/**
 * Runs one inference at a time and holds a bounded number of waiting requests. Requests that wait together are answered
 * by one inference: a row's answer does not depend on the rows beside it, and a run costs as much as twenty rows.
 */
export class InferenceQueue {
  /** since the start; `late` requests were no longer wanted when their turn came */
  readonly counters = {
    requests: 0,
    rows: 0,
    inferences: 0,
    /** rows for which the model has no answer */
    unanswerable: 0,
    outcomes: { ok: 0, late: 0, shed: 0, failed: 0 },
  }
  /** durations of the runs that gave an answer, s */
  readonly inferenceSeconds = new Distribution(SECONDS)
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
   * @param rows `[N, F]`
   * @returns `[N, W]`, and the rows for which the model has no answer
   * @throws QueueFullError when the limit is reached; NotWantedError
   */
  predict(
    rows: Rows,
    { isWanted = () => true, isGathered = false, span }: PredictOptions = {},
  ): Promise<Prediction> {
    const count = rows.numbers.length / this.options.layout.width
    this.counters.requests += 1
    this.counters.rows += count
    if (this.#held >= this.options.limit) {
      this.counters.outcomes.shed += 1
      return Promise.reject(new QueueFullError(`${this.#held} requests are waiting already`))
    }
    this.#held += 1
    const { promise, resolve, reject } = Promise.withResolvers<Prediction>()
    const trace = span && new WaitTrace(span)
    this.#waiting.push({ rows, count, isWanted, trace, resolve, reject })
    if (!this.#isRunning) {
      this.#isRunning = true
      if (isGathered) this.#work()
      // At the end of the turn, with all requests that it brings.
      else setImmediate(() => this.#work())
    }
    return promise
  }

  async #work() {
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      try {
        await this.#answer(batch)
      } catch (error) {
        // What fails as a whole, such as a thread that died, is asked again for each request.
        if (batch.length === 1) this.#fail(batch[0], error)
        else for (const one of batch) await this.#answer([one]).catch((reason) => this.#fail(one, reason))
      }
    }
    this.#isRunning = false
  }

  /** The next requests that are still wanted, as many as fit one inference. */
  #take(): Waiting[] {
    const batch: Waiting[] = []
    let rows = 0
    let next = 0
    for (const waiting of this.#waiting) {
      if (batch.length > 0 && rows + waiting.count > this.options.batchRows) break
      next += 1
      if (waiting.isWanted()) {
        batch.push(waiting)
        rows += waiting.count
      } else {
        this.counters.outcomes.late += 1
        this.#held -= 1
        waiting.trace?.notWanted()
        waiting.reject(new NotWantedError('the deadline passed before its turn came'))
      }
    }
    this.#waiting = this.#waiting.slice(next)
    return batch
  }

  async #answer(batch: readonly Waiting[]) {
    const [first] = batch
    if (first === undefined) return
    this.counters.inferences += 1
    const rows = joinRows(
      batch.map((waiting) => waiting.rows),
      this.options.layout,
    )
    const startedAt = performance.now()
    const answer = await this.model.predict(rows)
    this.inferenceSeconds.record((performance.now() - startedAt) / 1000)
    for (const { trace } of batch) trace?.answered(startedAt, rows.numbers.length / this.options.layout.width)
    this.counters.outcomes.ok += batch.length
    this.#held -= batch.length
    this.counters.unanswerable += answer.failed.length
    if (batch.length === 1) {
      first.resolve(answer)
      return
    }
    let at = 0
    for (const { count, resolve } of batch) {
      resolve(slicePrediction(answer, at, at + count, this.options.width))
      at += count
    }
  }

  #fail(waiting: Waiting | undefined, error: unknown) {
    this.counters.outcomes.failed += 1
    this.#held -= 1
    waiting?.reject(error)
  }
}
