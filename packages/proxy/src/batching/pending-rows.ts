import type { Numbers } from '@sepal/ensemble'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { Failure, Outcome } from '../core/outcome.ts'

/** What a caller asks of one classifier. */
export type PredictionRequest = {
  /** `[N, F]` */
  rows: readonly (readonly number[])[]
  /** what the numbers of text features are places of */
  texts?: readonly string[]
  requestId: string
  /** when an answer is no longer worth anything, in the clock's ms */
  deadline: number
}

/** Consecutive rows of one request. */
export type Segment = { readonly pending: PendingRows; readonly from: number; readonly count: number }

/** A batch as those see it whose rows it carries. */
export interface Carrier {
  /** One of its pending rows settled by itself. */
  leave(): void
}

/** Whoever waits for pending rows: one request has one in each batcher. */
export interface PendingOwner {
  /** when it asked, in the clock's ms */
  readonly askedAt: number
  rowsSettled(index: number, outcome: Outcome<AnswerRows>): void
}

/** One request's place in a batcher: it settles once, with the answer to all its rows or with a failure. */
export class PendingRows {
  /** how many of its rows are in batches already */
  taken = 0
  isSettled = false
  /** whether it waits in the line of those that take many calls */
  isBulk = false
  readonly #underWay: Carrier[] = []
  #answered = 0
  #whole: Numbers | undefined
  readonly #unanswered: number[] = []

  constructor(
    readonly request: PredictionRequest,
    private readonly owner: PendingOwner,
    /** which of its owner's pending rows this is */
    private readonly index: number,
  ) {}

  get askedAt(): number {
    return this.owner.askedAt
  }

  get waitingRows(): number {
    return this.isSettled ? 0 : this.request.rows.length - this.taken
  }

  /** Only the first time counts. A batch that nobody else waits for is abandoned. */
  settle(outcome: Outcome<AnswerRows>) {
    if (this.isSettled) return
    this.isSettled = true
    for (const batch of this.#underWay) batch.leave()
    // A batch knows all its pending rows: nobody's must keep the others' from being collected.
    this.#underWay.length = 0
    this.owner.rowsSettled(this.index, outcome)
  }

  /** Gives its next rows to a batch. */
  take(count: number, batch: Carrier): Segment {
    const segment = { pending: this, from: this.taken, count }
    this.taken += count
    this.join(batch)
    return segment
  }

  join(batch: Carrier) {
    this.#underWay.push(batch)
  }

  /** Takes the answer to `count` rows from its row `from` on; of these, some may have no answer. */
  fill({ from, count }: Segment, data: Numbers, { at, width, unanswered }: Part) {
    const rows = this.request.rows.length
    if (this.isSettled) return
    for (const row of unanswered) this.#unanswered.push(from + row)
    if (count === rows && this.#unanswered.length === 0) {
      this.settle({ kind: 'ok', value: { data, at, rows, width } })
      return
    }
    const whole = wide(this.#whole, data, rows * width)
    this.#whole = whole
    whole.set(data.subarray(at, at + count * width), from * width)
    this.#answered += count
    if (this.#answered < rows) return
    if (this.#unanswered.length > 0) this.settle(noAnswerTo(this.#unanswered))
    else this.settle({ kind: 'ok', value: { data: whole, at: 0, rows, width } })
  }
}

/** Where in the answer to a batch a part of it lies, and which of its rows have none, counted from its first. */
type Part = { at: number; width: number; unanswered: readonly number[] }

/** Of so many rows without an answer the places are told. */
const MAX_TOLD = 100

function noAnswerTo(places: readonly number[]): Failure {
  const rows = places.toSorted((a, b) => a - b)
  const others = rows.length === 1 ? '' : ` and ${rows.length - 1} more`
  const detail = `its model has no answer to row ${rows[0]}${others}, counted from 0`
  return { kind: 'unanswerable', detail, rows: rows.slice(0, MAX_TOLD) }
}

/** Room for a whole answer that holds such numbers: a replica that is asked in another way may give wider ones. */
function wide(whole: Numbers | undefined, part: Numbers, length: number): Numbers {
  if (part instanceof Float32Array) return whole ?? new Float32Array(length)
  if (whole instanceof Float64Array) return whole
  return whole === undefined ? new Float64Array(length) : Float64Array.from(whole)
}
