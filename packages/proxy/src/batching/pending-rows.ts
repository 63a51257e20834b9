import type { Numbers } from '@sepal/ensemble'
import type { Span } from '@sepal/server'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { Failure, Outcome } from '../core/outcome.ts'
import type { OutcomeTrace } from './outcome-trace.ts'

/** A caller's request to one classifier. */
export type PredictionRequest = {
  /** `[N, F]` */
  rows: readonly (readonly number[])[]
  /** the texts that the numbers of text features index */
  texts?: readonly string[]
  requestId: string
  /** deadline, in the clock's ms */
  deadline: number
  /** where it is traced */
  span?: Span | undefined
}

/** Consecutive rows of one request. */
export type Segment = { readonly pending: PendingRows; readonly from: number; readonly count: number }

/** A batch, as seen by the requests whose rows it carries. */
export interface Carrier {
  /** Called when one of its pending rows has settled on its own. */
  leave(): void
}

/** The owner of pending rows: one request has one set per batcher. */
export interface PendingOwner {
  /** when the request was made, in the clock's ms */
  readonly askedAt: number
  rowsSettled(index: number, outcome: Outcome<AnswerRows>): void
}

/** One request's rows in a batcher: they settle once, with the answer to all of them or with a failure. */
export class PendingRows {
  /** how many rows are in batches already */
  taken = 0
  isSettled = false
  /** whether it waits in the bulk line */
  isBulk = false
  /** where its request is traced */
  trace: OutcomeTrace | undefined
  /** no row has more characters of text */
  readonly maxRowText: number
  readonly #underWay: Carrier[] = []
  #answered = 0
  #whole: Numbers | undefined
  #unanswered: number[] | undefined

  constructor(
    readonly request: PredictionRequest,
    private readonly owner: PendingOwner,
    /** which of its owner's pending rows this is */
    private readonly index: number,
  ) {
    this.maxRowText = maxRowText(request)
  }

  get askedAt(): number {
    return this.owner.askedAt
  }

  get waitingRows(): number {
    return this.isSettled ? 0 : this.request.rows.length - this.taken
  }

  /** Only the first call counts. A batch that no other request waits for is abandoned. */
  settle(outcome: Outcome<AnswerRows>) {
    if (this.isSettled) return
    this.isSettled = true
    this.trace?.ended(outcome)
    for (const batch of this.#underWay) batch.leave()
    // A batch references all its pending rows: dropping the link keeps one request from retaining the rows of others.
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

  /** Takes the answer to `count` rows starting at row `from`; some of them may have no answer. */
  fill({ from, count }: Segment, data: Numbers, { at, width, unanswered }: Part) {
    const rows = this.request.rows.length
    if (this.isSettled) return
    if (unanswered.length > 0) {
      this.#unanswered ??= []
      for (const row of unanswered) this.#unanswered.push(from + row)
    }
    if (count === rows && this.#unanswered === undefined) {
      this.settle({ kind: 'ok', value: { data, at, rows, width } })
      return
    }
    const whole = wide(this.#whole, data, rows * width)
    this.#whole = whole
    whole.set(data.subarray(at, at + count * width), from * width)
    this.#answered += count
    if (this.#answered < rows) return
    if (this.#unanswered !== undefined) this.settle(noAnswerTo(this.#unanswered))
    else this.settle({ kind: 'ok', value: { data: whole, at: 0, rows, width } })
  }
}

/** Where in the answer to a batch a part lies, and which of its rows have no answer, counted from its first. */
type Part = { at: number; width: number; unanswered: readonly number[] }

/** Max positions of unanswered rows to report. */
const MAX_TOLD = 100

function noAnswerTo(places: readonly number[]): Failure {
  const rows = places.toSorted((a, b) => a - b)
  const others = rows.length === 1 ? '' : ` and ${rows.length - 1} more`
  const detail = `its model has no answer to row ${rows[0]}${others}, counted from 0`
  return { kind: 'unanswerable', detail, rows: rows.slice(0, MAX_TOLD) }
}

/** Room for a whole answer of such numbers: another replica may answer with wider ones. */
function wide(whole: Numbers | undefined, part: Numbers, length: number): Numbers {
  if (part instanceof Float32Array) return whole ?? new Float32Array(length)
  if (whole instanceof Float64Array) return whole
  return whole === undefined ? new Float64Array(length) : Float64Array.from(whole)
}

/** A row has at most so many texts as the mean says, rounded up, unless gaps are spread unevenly. */
function maxRowText({ texts, rows }: PredictionRequest): number {
  if (texts === undefined || texts.length === 0) return 0
  const longest = texts.reduce((length, text) => Math.max(length, text.length), 1)
  return longest * Math.ceil(texts.length / rows.length)
}
