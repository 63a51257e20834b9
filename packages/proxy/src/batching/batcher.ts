import type { Clock } from '../core/clock.ts'
import type { Notice } from '../core/notice.ts'
import type { Failure, Outcome } from '../core/outcome.ts'
import type { RowLimit } from '../core/row-limit.ts'
import type { Lease, Upstream } from '../core/upstream.ts'
import { Batch } from './batch.ts'
import { CallTime } from './call-time.ts'
import { Counters } from './counters.ts'
import type { PendingRows } from './pending-rows.ts'

export type BatcherOptions = {
  /** numbers in the answer to a row */
  width: number
  /** max rows in one call */
  batchMaxRows: number
  /** max rows that wait; one more is shed */
  queueRows: number
  limit: RowLimit
  /** tells when the upstream may have room again */
  room: Notice
}

/** A batcher that answered less than this ago is busy: those whom it answered are about to ask again, ms. */
const BUSY_MS = 1
/** How many turns a busy batcher gives them at most. */
const BUSY_TURNS = 8

/**
 * The way to one classifier. Rows that wait while calls are under way go together in the next one. An idle batcher sends
 * at the end of the event-loop turn; a busy one at the end of the first turn that brings no more rows, since a call
 * costs as much as many rows. Nothing ever waits for a timer to fill a batch.
 * Questions take turns: one with more rows than a batch holds goes to the end of the queue after each.
 */
export class Batcher {
  readonly counters = new Counters()
  #queue: PendingRows[] = []
  /** batches that fail because of a row come apart, and their halves go first */
  readonly #halves: Batch[] = []
  #isPlanned = false
  #waitingRows = 0
  #sentRows = 0
  readonly #callTime = new CallTime()
  #worthwhileRows = Number.POSITIVE_INFINITY
  /** what a row that waits adds to the wait of the next, ms */
  #waitMs = 0
  #answeredAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly upstream: Upstream,
    private readonly clock: Clock,
    private readonly options: BatcherOptions,
  ) {
    options.room.listen(() => this.#plan())
  }

  get waitingRows(): number {
    return this.#waitingRows
  }

  /** rows that wait or are with the classifier */
  get rowsUnderWay(): number {
    return this.#waitingRows + this.#sentRows
  }

  /** Takes pending rows in, or sheds it at once: what cannot be answered in time had better go elsewhere. */
  submit(pending: PendingRows) {
    const rows = pending.request.rows.length
    const refusal = this.#refusal(pending, rows)
    if (refusal !== undefined) {
      this.turnAway(pending, { kind: 'shed', detail: refusal })
      return
    }
    this.#count(rows)
    this.#queue.push(pending)
    this.#waitingRows += rows
    this.#plan()
  }

  /** Settles pending rows that is not taken in. */
  turnAway(pending: PendingRows, outcome: Failure) {
    this.#count(pending.request.rows.length)
    pending.settle(outcome)
  }

  #count(rows: number) {
    this.counters.requests += 1
    this.counters.rows += rows
  }

  #refusal({ askedAt, request }: PendingRows, rows: number): string | undefined {
    const { queueRows, limit } = this.options
    if (this.#waitingRows + rows > queueRows) return `${this.#waitingRows} rows wait already`
    if (this.rowsUnderWay >= limit.rows && !limit.mayExceed(this.rowsUnderWay)) {
      return `${this.rowsUnderWay} rows are under way already, and wait for long`
    }
    if (this.#waitingRows * this.#waitMs > request.deadline - askedAt) {
      return `the ${this.#waitingRows} rows that wait already take longer than there is time`
    }
    return undefined
  }

  /** One of its pending rows has settled. */
  settled(outcome: Outcome<unknown>) {
    this.counters.outcomes[outcome.kind] += 1
  }

  /** Settles pending rows without an answer; rows of it that still wait leave the queue, and nobody else notices. */
  withdraw(pending: PendingRows, outcome: Outcome<never>) {
    this.#waitingRows -= pending.waitingRows
    pending.settle(outcome)
  }

  /** Settles pending rows whose time is over. */
  expire(pending: PendingRows, outcome: Outcome<never>) {
    if (!pending.isSettled) {
      this.options.limit.recordTimeout(this.clock.now() - pending.askedAt, this.rowsUnderWay)
    }
    this.withdraw(pending, outcome)
  }

  /** Sends what waits at the end of this turn, if there is room. */
  #plan() {
    if (this.#isPlanned || (this.#waitingRows === 0 && this.#halves.length === 0)) return
    if (!this.upstream.hasRoom) return
    this.#isPlanned = true
    const isBusy = this.clock.now() - this.#answeredAt < BUSY_MS
    this.#sendAfter(isBusy ? BUSY_TURNS : 1)
  }

  #sendAfter(turns: number) {
    const seen = this.#waitingRows
    this.clock.endOfTurn(() => {
      const isQuiet = this.#waitingRows === seen && turns < BUSY_TURNS
      if (turns > 1 && !isQuiet) {
        this.#sendAfter(turns - 1)
        return
      }
      this.#isPlanned = false
      this.#sendWhatWaits()
    })
  }

  #sendWhatWaits() {
    for (;;) {
      const half = this.#nextHalf()
      const waiting = half?.rowCount ?? this.#waitingRows
      if (waiting === 0) return
      const rowsOfCall = Math.min(this.options.batchMaxRows, this.#worthwhileRows)
      const lease = this.upstream.lease(waiting, rowsOfCall)
      if (lease === undefined) {
        if (half !== undefined) this.#halves.unshift(half)
        return
      }
      this.#send(half ?? this.#take(Math.min(lease.rows, rowsOfCall)), lease)
    }
  }

  #nextHalf(): Batch | undefined {
    for (;;) {
      const half = this.#halves.shift()
      if (!half?.signal.aborted) return half
    }
  }

  #take(maxRows: number): Batch {
    const batch = new Batch()
    const unfinished: PendingRows[] = []
    let first: PendingRows | undefined
    let next = 0
    while (batch.rowCount < maxRows && next < this.#queue.length) {
      const pending = this.#queue[next++]
      if (pending === undefined || pending.isSettled) continue
      if (pending.taken === 0) first ??= pending
      const count = Math.min(pending.waitingRows, maxRows - batch.rowCount)
      batch.add(pending, count)
      if (pending.waitingRows > 0) unfinished.push(pending)
    }
    if (first) this.#recordWait(first, next < this.#queue.length)
    this.#queue = next === this.#queue.length ? unfinished : [...this.#queue.slice(next), ...unfinished]
    this.#waitingRows -= batch.rowCount
    return batch
  }

  /** A queue of which one call leaves nobody behind does not stand, however long its rows have waited for a call. */
  #recordWait({ askedAt }: PendingRows, isStanding: boolean) {
    this.options.limit.recordWait(isStanding ? this.clock.now() - askedAt : 0, this.rowsUnderWay)
  }

  async #send(batch: Batch, lease: Lease) {
    const { rowCount } = batch
    this.counters.calls += 1
    this.counters.rowsSent += rowCount
    this.#sentRows += rowCount
    const sentAt = this.clock.now()
    const outcome = await lease.send(batch)
    this.#answeredAt = this.clock.now()
    this.#sentRows -= rowCount
    if (outcome.kind === 'ok') this.#recordCall(rowCount, this.#answeredAt - sentAt)
    const halves = mayBeOneRow(outcome) ? batch.split() : []
    if (outcome.kind === 'ok') batch.answer(outcome.value, this.options.width)
    else if (halves.length > 0) this.#halves.push(...halves)
    else for (const pending of batch.pendingRows) this.withdraw(pending, outcome)
    this.#plan()
  }

  #recordCall(rows: number, ms: number) {
    const { width } = this.upstream
    this.#callTime.record(rows, ms)
    this.#worthwhileRows = this.#callTime.worthwhileRows
    this.#waitMs = this.#callTime.rowMs / Math.max(1, width)
    this.options.limit.recordAnswer(rows, { callMs: this.#callTime.smallMs, width })
  }
}

/** Whether a single row may be why a batch failed: apart from it, the others may have an answer. */
function mayBeOneRow(outcome: Outcome<unknown>): boolean {
  if (outcome.kind === 'ok') return false
  return outcome.kind === 'rejected' || outcome.kind === 'unanswerable' || outcome.mayBeOneRow === true
}
