import type { Numbers } from '@sepal/ensemble'
import type { BatchAnswer } from '../core/batch-answer.ts'
import type { BatchView } from '../core/batch-view.ts'
import type { OutcomeTrace } from './outcome-trace.ts'
import type { Carrier, PendingRows, Segment } from './pending-rows.ts'
import { TracedBatch } from './traced-batch.ts'

/** Characters of text in one call. A text that is longer goes alone. */
const MAX_TEXT = 2 ** 21

/** Shared, since nearly every answer is whole. */
const NONE: readonly number[] = []

/** Rows of several callers that go to a classifier in one call. */
export class Batch implements BatchView, Carrier {
  readonly #segments: Segment[] = []
  /** of its requests that are traced; none for most batches */
  #traces: [OutcomeTrace, ...OutcomeTrace[]] | undefined
  /** its own, from when it is sent */
  trace: TracedBatch | undefined
  readonly #abandoned = new AbortController()
  #live = 0
  #isAnswered = false
  rowCount = 0
  /** upper bound of the characters of its texts */
  #text = 0
  isPart = false
  deadline = Number.NEGATIVE_INFINITY

  get signal(): AbortSignal {
    return this.#abandoned.signal
  }

  /** A request occurs in a batch at most once. */
  get requestIds(): string[] {
    return this.#segments.map(({ pending }) => pending.request.requestId)
  }

  get pendingRows(): PendingRows[] {
    return this.#segments.map(({ pending }) => pending)
  }

  /** Rows of bulk requests. */
  get bulkRows(): number {
    let rows = 0
    for (const { pending, count } of this.#segments) if (pending.isBulk) rows += count
    return rows
  }

  /** How many rows of a request fit, as far as their texts are concerned; the first row always does. */
  roomFor({ maxRowText }: PendingRows): number {
    if (maxRowText === 0) return Number.POSITIVE_INFINITY
    return Math.max(this.rowCount === 0 ? 1 : 0, Math.floor((MAX_TEXT - this.#text) / maxRowText))
  }

  add(pending: PendingRows, count: number) {
    this.#push(pending.take(count, this))
  }

  writeRows(out: Numbers, columns?: readonly number[]) {
    let at = 0
    for (const { pending, from, count } of this.#segments) {
      const { rows } = pending.request
      for (let i = from; i < from + count; i++) {
        const row = rows[i] ?? []
        if (columns === undefined) {
          out.set(row, at)
          at += row.length
        } else {
          for (const column of columns) out[at++] = row[column] ?? Number.NaN
        }
      }
    }
  }

  *rowsWithTexts(): Generator<readonly [row: readonly number[], texts: readonly string[]]> {
    for (const { pending, from, count } of this.#segments) {
      const { rows, texts = [] } = pending.request
      for (let i = from; i < from + count; i++) yield [rows[i] ?? [], texts]
    }
  }

  *rows(): Generator<readonly number[]> {
    for (const { pending, from, count } of this.#segments) {
      const { rows } = pending.request
      for (let i = from; i < from + count; i++) yield rows[i] ?? []
    }
  }

  leave() {
    this.#live -= 1
    if (this.#live === 0 && !this.#isAnswered) this.#abandoned.abort()
  }

  /** Begins its trace, if one of its requests is traced. */
  beginTrace(classifier: string) {
    if (this.#traces === undefined) return
    const { rowCount: rows, isPart } = this
    this.trace = new TracedBatch(this.#traces, { classifier, rows, requests: this.#segments.length, isPart })
  }

  /** Gives all pending rows their part of the answer, `[rowCount, width]`. */
  answer({ numbers, unanswered = NONE }: BatchAnswer, width: number) {
    this.#isAnswered = true
    let row = 0
    for (const segment of this.#segments) {
      const own = unanswered.length === 0 ? NONE : within(unanswered, row, segment.count)
      segment.pending.fill(segment, numbers, { at: row * width, width, unanswered: own })
      row += segment.count
    }
  }

  /**
   * Splits the failed batch in two, again and again, until the request at fault is alone. Pending rows that settled
   * meanwhile are left out, and may have been the cause: one that still waits is only at fault if it was alone.
   */
  split(): Batch[] {
    if (this.#segments.length === 1) return []
    const live = this.#segments.filter(({ pending }) => !pending.isSettled)
    const middle = live.length >> 1
    return [live.slice(0, middle), live.slice(middle)].filter((half) => half.length > 0).map(Batch.of)
  }

  private static of(segments: readonly Segment[]): Batch {
    const batch = new Batch()
    batch.isPart = true
    for (const segment of segments) {
      segment.pending.join(batch)
      batch.#push(segment)
    }
    return batch
  }

  #push(segment: Segment) {
    this.#segments.push(segment)
    const { trace } = segment.pending
    if (trace !== undefined) {
      if (this.#traces === undefined) this.#traces = [trace]
      else this.#traces.push(trace)
    }
    this.#live += 1
    this.rowCount += segment.count
    this.#text += segment.count * segment.pending.maxRowText
    this.deadline = Math.max(this.deadline, segment.pending.request.deadline)
  }
}

/** Of these places, those of `count` rows from a first one on, counted from it. */
function within(places: readonly number[], first: number, count: number): number[] {
  return places.filter((place) => place >= first && place < first + count).map((place) => place - first)
}
