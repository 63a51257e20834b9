import type { RowLimit } from '../core/row-limit.ts'
import type { Batch } from './batch.ts'
import type { PendingRows } from './pending-rows.ts'

/** Requests of one kind that wait for calls, in turns: one that a call does not finish goes to the end. */
export class WaitingLine {
  #queue: PendingRows[] = []
  waitingRows = 0
  /** rows that are with the classifier */
  sentRows = 0

  constructor(readonly limit: RowLimit) {}

  get rowsUnderWay(): number {
    return this.waitingRows + this.sentRows
  }

  push(pending: PendingRows) {
    this.#queue.push(pending)
    this.waitingRows += pending.waitingRows
  }

  /** Drops the waiting rows of a settled request. Must be called before it settles. */
  leave(pending: PendingRows) {
    this.waitingRows -= pending.waitingRows
  }

  /** The rows that are answered before a request of this many rows if it takes turns with the others. */
  rowsBefore(rows: number): number {
    let before = 0
    for (const pending of this.#queue) before += Math.min(pending.waitingRows, rows)
    return before
  }

  /** Moves up to this many rows into a batch. @returns the first request that had no turn before */
  take(batch: Batch, maxRows: number): { first: PendingRows | undefined; isStanding: boolean } {
    const end = batch.rowCount + maxRows
    const before = batch.rowCount
    const unfinished: PendingRows[] = []
    let first: PendingRows | undefined
    let next = 0
    while (batch.rowCount < end && next < this.#queue.length) {
      const pending = this.#queue[next++]
      if (pending === undefined || pending.isSettled) continue
      const count = Math.min(pending.waitingRows, end - batch.rowCount, batch.roomFor(pending))
      if (count === 0) {
        next -= 1
        break
      }
      if (pending.taken === 0) first ??= pending
      batch.add(pending, count)
      if (pending.waitingRows > 0) unfinished.push(pending)
    }
    const isStanding = next < this.#queue.length
    this.#queue = isStanding ? [...this.#queue.slice(next), ...unfinished] : unfinished
    this.waitingRows -= batch.rowCount - before
    return { first, isStanding }
  }
}
