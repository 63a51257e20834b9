import { Batch } from './batch.ts'
import type { Clock } from './clock.ts'
import type { Outcome } from './outcome.ts'
import { Tally } from './tally.ts'
import type { Ticket } from './ticket.ts'

/** Where a lane's batches go: one classifier, whichever of its replicas answers. */
export interface Upstream {
  /** how many of `waiting` rows the next call should take; 0 when no call can start now */
  roomFor(waiting: number): number
  /** @returns `[rowCount, K] float32`, checked, or why not */
  send(batch: Batch): Promise<Outcome<Float32Array>>
}

export type LaneOptions = {
  /** numbers in the answer to a row */
  classes: number
  /** most rows in one call */
  batchMaxRows: number
  /** most rows that wait; one more is shed */
  queueRows: number
}

/** A lane that answered less than this ago is busy: those whom it answered are about to ask again, ms. */
const BUSY_MS = 1
/** How many turns a busy lane gives them at most. */
const BUSY_TURNS = 8

/**
 * The way to one classifier. Rows that wait while calls are under way go together in the next one. An idle lane sends
 * at the end of the event-loop turn; a busy one at the end of the first turn that brings no more rows, since a call
 * costs as much as many rows. Nothing ever waits for a timer to fill a batch.
 * Questions take turns: one with more rows than a batch holds goes to the end of the queue after each.
 */
export class Lane {
  readonly tally = new Tally()
  #queue: Ticket[] = []
  /** refused batches come apart, and their halves go first */
  readonly #halves: Batch[] = []
  #isPlanned = false
  #waitingRows = 0
  #answeredAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly upstream: Upstream,
    private readonly clock: Clock,
    private readonly options: LaneOptions,
  ) {}

  get waitingRows(): number {
    return this.#waitingRows
  }

  submit(ticket: Ticket) {
    const rows = ticket.question.rows.length
    this.tally.requests += 1
    this.tally.rows += rows
    if (this.#waitingRows + rows > this.options.queueRows) {
      ticket.settle({ kind: 'shed', detail: `${this.#waitingRows} rows wait already` })
      return
    }
    this.#queue.push(ticket)
    this.#waitingRows += rows
    this.plan()
  }

  /** One of its tickets has settled. */
  settled(outcome: Outcome<unknown>) {
    this.tally.outcomes[outcome.kind] += 1
  }

  /** Settles a ticket without an answer; rows of it that still wait leave the queue, and nobody else notices. */
  withdraw(ticket: Ticket, outcome: Outcome<never>) {
    this.#waitingRows -= ticket.waitingRows
    ticket.settle(outcome)
  }

  /** Sends what waits at the end of this turn, if there is room. To be called when room appears. */
  plan() {
    if (this.#isPlanned || (this.#waitingRows === 0 && this.#halves.length === 0)) return
    if (this.upstream.roomFor(1) === 0) return
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
      const room = this.upstream.roomFor(half?.rowCount ?? this.#waitingRows)
      if (half !== undefined && room > 0) {
        this.#send(half)
      } else if (this.#waitingRows > 0 && room > 0) {
        this.#send(this.#take(Math.min(room, this.options.batchMaxRows)))
      } else {
        if (half !== undefined) this.#halves.unshift(half)
        return
      }
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
    const unfinished: Ticket[] = []
    let next = 0
    while (batch.rowCount < maxRows && next < this.#queue.length) {
      const ticket = this.#queue[next++]
      if (ticket === undefined || ticket.isSettled) continue
      const count = Math.min(ticket.waitingRows, maxRows - batch.rowCount)
      batch.add(ticket, count)
      if (ticket.waitingRows > 0) unfinished.push(ticket)
    }
    this.#queue = next === this.#queue.length ? unfinished : [...this.#queue.slice(next), ...unfinished]
    this.#waitingRows -= batch.rowCount
    return batch
  }

  async #send(batch: Batch) {
    this.tally.calls += 1
    this.tally.rowsSent += batch.rowCount
    const outcome = await this.upstream.send(batch)
    this.#answeredAt = this.clock.now()
    const halves = outcome.kind === 'rejected' ? batch.split() : []
    if (outcome.kind === 'ok') batch.answer(outcome.value, this.options.classes)
    else if (halves.length > 0) this.#halves.push(...halves)
    else for (const ticket of batch.tickets) this.withdraw(ticket, outcome)
    this.plan()
  }
}
