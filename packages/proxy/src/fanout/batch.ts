import type { Outcome } from './outcome.ts'
import type { Ticket } from './ticket.ts'

/** Consecutive rows of one ticket. */
export type Segment = { readonly ticket: Ticket; readonly from: number; readonly count: number }

/** Rows of many callers that go to a classifier in one call. */
export class Batch {
  readonly #segments: Segment[] = []
  readonly #abandoned = new AbortController()
  #live = 0
  rowCount = 0
  /** when the last of its rows is too late, in the clock's ms */
  deadline = Number.NEGATIVE_INFINITY

  /** Aborts when nobody waits for any of its rows any more. */
  get signal(): AbortSignal {
    return this.#abandoned.signal
  }

  get requestIds(): string[] {
    return [...new Set(this.#segments.map(({ ticket }) => ticket.question.requestId))]
  }

  add(ticket: Ticket, count: number) {
    this.#push(ticket.take(count, this))
  }

  /** Writes the rows one after the other, `[rowCount, F]`. */
  writeRows(out: Float32Array) {
    let at = 0
    for (const row of this.rows()) for (const value of row) out[at++] = value
  }

  *rows(): Generator<readonly number[]> {
    for (const { ticket, from, count } of this.#segments) {
      const { rows } = ticket.question
      for (let i = from; i < from + count; i++) yield rows[i] ?? []
    }
  }

  /** One of its tickets settled by itself. */
  leave() {
    this.#live -= 1
    if (this.#live === 0) this.#abandoned.abort()
  }

  /** Gives every ticket its part of the answer, `[rowCount, classes]`, or the failure. */
  settle(outcome: Outcome<Float32Array>, classes: number) {
    let at = 0
    for (const segment of this.#segments) {
      if (outcome.kind === 'ok') segment.ticket.fill(segment, outcome.value, { at, classes })
      else segment.ticket.settle(outcome)
      at += segment.count * classes
    }
  }

  /** Two halves, each with some of the tickets that still wait; nothing when there is one or none. */
  split(): [Batch, Batch] | undefined {
    const live = this.#segments.filter(({ ticket }) => !ticket.isSettled)
    if (live.length < 2) return undefined
    const middle = live.length >> 1
    return [Batch.of(live.slice(0, middle)), Batch.of(live.slice(middle))]
  }

  private static of(segments: readonly Segment[]): Batch {
    const batch = new Batch()
    for (const segment of segments) {
      segment.ticket.join(batch)
      batch.#push(segment)
    }
    return batch
  }

  #push(segment: Segment) {
    this.#segments.push(segment)
    this.#live += 1
    this.rowCount += segment.count
    this.deadline = Math.max(this.deadline, segment.ticket.question.deadline)
  }
}
