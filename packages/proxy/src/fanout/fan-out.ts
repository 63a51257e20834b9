import type { DeadlineSweep, Expiring } from './deadline-sweep.ts'
import type { Lane } from './lane.ts'
import type { Outcome } from './outcome.ts'
import type { Probabilities } from './probabilities.ts'
import { type Question, Ticket, type TicketOwner } from './ticket.ts'

/** Who asks, as a Request is: its signal aborts when the caller is gone. */
export type Caller = { readonly signal: AbortSignal }

/** What became of a question at each lane, in the order of the lanes. */
export type Outcomes<V> = readonly Outcome<V>[]

/** Is told of each lane's outcome when it lands, by the lane's place. */
export type OnLanding = (lane: number, outcome: Outcome<Probabilities>) => void

export type AskOptions = {
  /** who asks */
  caller: Caller
  onLanding?: OnLanding
}

/** A question that is with all lanes at once, until each has settled, its time is over or its caller is gone. */
class PendingQuestion implements Expiring, TicketOwner {
  readonly settled = Promise.withResolvers<Outcomes<Probabilities>>()
  readonly #tickets: Ticket[]
  readonly #outcomes: Outcome<Probabilities>[]
  #left: number
  #signal: AbortSignal | undefined

  constructor(
    private readonly question: Question,
    private readonly options: AskOptions,
    private readonly lanes: readonly Lane[],
    private readonly sweep: DeadlineSweep,
  ) {
    this.#left = lanes.length
    this.#tickets = lanes.map((_, i) => new Ticket(question, this, i))
    this.#outcomes = new Array(lanes.length)
  }

  get deadline(): number {
    return this.question.deadline
  }

  submit() {
    this.sweep.add(this)
    this.lanes.forEach((lane, i) => {
      const ticket = this.#tickets[i]
      if (ticket) lane.submit(ticket)
    })
  }

  ticketSettled(index: number, outcome: Outcome<Probabilities>) {
    this.#outcomes[index] = outcome
    this.lanes[index]?.settled(outcome)
    this.options.onLanding?.(index, outcome)
    this.#left -= 1
    if (this.#left > 0) return
    this.sweep.remove(this)
    this.#signal?.removeEventListener('abort', this.#abandon)
    this.settled.resolve(this.#outcomes)
  }

  expire() {
    this.#withdraw({ kind: 'late', detail: 'it did not answer in time' })
  }

  /** Making and watching a request's signal costs as much as a tenth of the request: only for those that stay. */
  linger() {
    this.#signal = this.options.caller.signal
    if (this.#signal.aborted) this.#abandon()
    else this.#signal.addEventListener('abort', this.#abandon)
  }

  /** Nobody will read this. */
  readonly #abandon = () => this.#withdraw({ kind: 'late', detail: 'the caller is gone' })

  #withdraw(outcome: Outcome<never>) {
    this.lanes.forEach((lane, i) => {
      const ticket = this.#tickets[i]
      if (ticket) lane.withdraw(ticket, outcome)
    })
  }
}

/** Asks every classifier at once. */
export class FanOut {
  constructor(
    private readonly lanes: readonly Lane[],
    private readonly sweep: DeadlineSweep,
  ) {}

  /** @returns each lane's outcome, at the question's deadline at the latest, sooner when the caller is gone */
  ask(question: Question, options: AskOptions): Promise<Outcomes<Probabilities>> {
    const pending = new PendingQuestion(question, options, this.lanes, this.sweep)
    pending.submit()
    // Who acts on each outcome may have enough after the first.
    if (options.onLanding) pending.linger()
    return pending.settled.promise
  }
}
