import type { BulkRule } from '../core/bulk-rule.ts'
import type { Clock } from '../core/clock.ts'
import type { Notice } from '../core/notice.ts'
import type { Failure, Outcome } from '../core/outcome.ts'
import type { RowLimit } from '../core/row-limit.ts'
import type { Lease, Upstream } from '../core/upstream.ts'
import { Batch } from './batch.ts'
import { CallTime } from './call-time.ts'
import { Counters } from './counters.ts'
import type { PendingRows } from './pending-rows.ts'
import { WaitingLine } from './waiting-line.ts'

export type BatcherOptions = {
  /** its name, for traces */
  classifier: string
  /** numbers per row of an answer */
  width: number
  /** max rows in one call */
  batchMaxRows: number
  /** max waiting rows, for bulk and for other requests each; beyond that, requests are shed */
  queueRows: number
  /** for bulk, and for other requests */
  limits: { bulk: RowLimit; others: RowLimit }
  isBulk: BulkRule
  /** notifies when the upstream may have room again */
  room: Notice
}

/** So many requests in a row found nothing under way when a caller is alone. The first of a crowd's wave finds nothing either. */
const LONE_REQUESTS = 4
/** A batcher that answered less than this ago is busy: the callers it answered are about to send again, ms. */
const BUSY_MS = 1
/** How many turns at most a busy batcher waits for them. */
const BUSY_TURNS = 8
/** Waiting bulk gets at least one part in this many of each call. */
const BULK_PART = 4

/**
 * The batcher of one classifier. Rows that wait while calls are in flight go together in the next one. An idle batcher
 * sends at the end of the event-loop turn; a busy one at the end of the first turn that brings no more rows, since a
 * call costs as much as many rows. For a caller who is alone it sends at once: each turn would be a part of its wait. Nothing ever waits for a timer to fill a batch.
 * Requests take turns. Those with more rows than a call are bulk and wait in their own line: others go first, and bulk
 * gets the rest of each call, but always a part.
 */
export class Batcher {
  readonly counters = new Counters()
  readonly #others: WaitingLine
  readonly #bulk: WaitingLine
  /** batches that failed because of a row are split; their halves go first */
  readonly #halves: Batch[] = []
  #isPlanned = false
  readonly #callTime = new CallTime()
  #worthwhileRows = Number.POSITIVE_INFINITY
  /** what a waiting row adds to the wait of the next, ms */
  #waitMs = 0
  #answeredAt = Number.NEGATIVE_INFINITY
  /** how many requests in a row found nothing under way */
  #loneRequests = 0

  constructor(
    private readonly upstream: Upstream,
    private readonly clock: Clock,
    private readonly options: BatcherOptions,
  ) {
    this.#others = new WaitingLine(options.limits.others)
    this.#bulk = new WaitingLine(options.limits.bulk)
    options.room.listen(() => this.#plan())
  }

  get classifier(): string {
    return this.options.classifier
  }

  get waitingRows(): number {
    return this.#others.waitingRows + this.#bulk.waitingRows
  }

  /** rows that wait or are with the classifier */
  get rowsUnderWay(): number {
    return this.#others.rowsUnderWay + this.#bulk.rowsUnderWay
  }

  /** Queues pending rows, or sheds them at once if they cannot be answered in time, so that they can go elsewhere. */
  submit(pending: PendingRows) {
    const rows = pending.request.rows.length
    pending.isBulk = this.options.isBulk(rows, this.#rowsOfCall)
    const line = this.#lineOf(pending)
    const refusal = this.#refusal(pending, line)
    if (refusal !== undefined) {
      this.turnAway(pending, { kind: 'shed', detail: refusal })
      return
    }
    this.#count(rows)
    this.#loneRequests = this.rowsUnderWay === 0 ? this.#loneRequests + 1 : 0
    line.push(pending)
    this.#plan(this.#loneRequests > LONE_REQUESTS)
  }

  /** Settles pending rows that were not admitted. */
  turnAway(pending: PendingRows, outcome: Failure) {
    this.#count(pending.request.rows.length)
    pending.settle(outcome)
  }

  #count(rows: number) {
    this.counters.requests += 1
    this.counters.rows += rows
  }

  #lineOf({ isBulk }: PendingRows): WaitingLine {
    return isBulk ? this.#bulk : this.#others
  }

  get #rowsOfCall(): number {
    return Math.min(this.options.batchMaxRows, this.#worthwhileRows)
  }

  /** A request is judged by its own line, so that bulk cannot fill the queue for the others. */
  #refusal(pending: PendingRows, line: WaitingLine): string | undefined {
    const { request, askedAt } = pending
    const { rowsUnderWay, waitingRows, limit } = line
    if (waitingRows + request.rows.length > this.options.queueRows) return `${waitingRows} rows wait already`
    if (rowsUnderWay >= limit.rows && !limit.mayExceed(rowsUnderWay)) {
      return `${rowsUnderWay} rows are under way already, and wait for long`
    }
    const before = this.#rowsBefore(pending)
    if (before * this.#waitMs > request.deadline - askedAt) {
      return `the ${before} rows that go before take longer than there is time`
    }
    return undefined
  }

  /** How many rows are answered before those of a request; its own count too if others wait and it takes many calls. */
  #rowsBefore({ isBulk, request: { rows } }: PendingRows): number {
    const others = this.#others.waitingRows
    if (!isBulk) return others + Math.min(this.#bulk.waitingRows, Math.ceil(others / (BULK_PART - 1)))
    const before = others + this.#bulk.rowsBefore(rows.length)
    return before === 0 ? 0 : before + rows.length
  }

  /** Called when one of its pending rows has settled. */
  settled(outcome: Outcome<unknown>) {
    this.counters.outcomes[outcome.kind] += 1
  }

  /** Settles pending rows without an answer; their waiting rows leave the queue without affecting others. */
  withdraw(pending: PendingRows, outcome: Outcome<never>) {
    this.#lineOf(pending).leave(pending)
    pending.settle(outcome)
  }

  /** Settles pending rows whose deadline has passed. */
  expire(pending: PendingRows, outcome: Outcome<never>) {
    if (!pending.isSettled) {
      const { limit, rowsUnderWay } = this.#lineOf(pending)
      limit.recordTimeout(this.clock.now() - pending.askedAt, rowsUnderWay)
    }
    this.withdraw(pending, outcome)
  }

  /** Sends waiting rows at the end of this turn, if there is room; of a lone caller, once the other batchers have its rows too. */
  #plan(isLone = false) {
    if (this.#isPlanned || (this.waitingRows === 0 && this.#halves.length === 0)) return
    if (!this.upstream.hasRoom) return
    this.#isPlanned = true
    const isBusy = this.clock.now() - this.#answeredAt < BUSY_MS
    this.#sendAfter(isBusy ? BUSY_TURNS : 1, isLone)
  }

  #sendAfter(turns: number, isLone: boolean) {
    const seen = this.waitingRows
    const send = () => {
      const isQuiet = this.waitingRows === seen && turns < BUSY_TURNS
      if (turns > 1 && !isQuiet) {
        this.#sendAfter(turns - 1, isLone)
        return
      }
      this.#isPlanned = false
      this.#sendWhatWaits()
    }
    if (isLone) this.clock.soon(send)
    else this.clock.endOfTurn(send)
  }

  #sendWhatWaits() {
    for (;;) {
      const half = this.#nextHalf()
      const waiting = half?.rowCount ?? this.waitingRows
      if (waiting === 0) return
      const rowsOfCall = this.#rowsOfCall
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
    const part = Math.min(this.#bulk.waitingRows, Math.ceil(maxRows / BULK_PART))
    this.#takeFrom(this.#others, batch, maxRows - part)
    this.#takeFrom(this.#bulk, batch, maxRows - batch.rowCount)
    return batch
  }

  /** A line that one call empties is no standing queue, however long its rows have waited for a call. */
  #takeFrom(line: WaitingLine, batch: Batch, maxRows: number) {
    const underWay = line.rowsUnderWay
    const { first, isStanding } = line.take(batch, maxRows)
    if (first) line.limit.recordWait(isStanding ? this.clock.now() - first.askedAt : 0, underWay)
  }

  async #send(batch: Batch, lease: Lease) {
    const { rowCount, bulkRows } = batch
    this.counters.calls += 1
    this.counters.rowsSent += rowCount
    this.#others.sentRows += rowCount - bulkRows
    this.#bulk.sentRows += bulkRows
    const sentAt = this.clock.now()
    batch.beginTrace(this.options.classifier)
    const outcome = await lease.send(batch)
    batch.trace?.ended(outcome)
    this.#answeredAt = this.clock.now()
    const { answered, unanswered } = this.counters.callSeconds
    const seconds = (this.#answeredAt - sentAt) / 1000
    if (outcome.kind === 'ok') answered.record(seconds)
    else unanswered.record(seconds)
    this.#others.sentRows -= rowCount - bulkRows
    this.#bulk.sentRows -= bulkRows
    if (outcome.kind === 'ok') this.#recordCall(rowCount, bulkRows, this.#answeredAt - sentAt)
    const halves = mayBeOneRow(outcome) ? batch.split() : []
    if (outcome.kind === 'ok') batch.answer(outcome.value, this.options.width)
    else if (halves.length > 0) this.#halves.push(...halves)
    else for (const pending of batch.pendingRows) this.withdraw(pending, outcome)
    this.#plan()
  }

  #recordCall(rows: number, bulkRows: number, ms: number) {
    const { width } = this.upstream
    this.#callTime.record(rows, ms)
    this.#worthwhileRows = this.#callTime.worthwhileRows
    this.#waitMs = this.#callTime.rowMs / Math.max(1, width)
    const call = { callMs: this.#callTime.smallMs, width }
    if (rows > bulkRows) this.#others.limit.recordAnswer(rows - bulkRows, call)
    if (bulkRows > 0) this.#bulk.limit.recordAnswer(bulkRows, call)
  }
}

/** Whether a single row may be why a batch failed: without it, the others may have an answer. */
function mayBeOneRow(outcome: Outcome<unknown>): boolean {
  if (outcome.kind === 'ok') return false
  return outcome.kind === 'rejected' || outcome.kind === 'unanswerable' || outcome.mayBeOneRow === true
}
