import type { Probabilities } from '../core/answer-rows.ts'
import type { Clock } from '../core/clock.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Lane } from './batcher.ts'
import { DeadlineSweep, type Expiring } from './deadline-sweep.ts'
import { type Question, Ticket, type TicketOwner } from './pending-rows.ts'

/** Who asks, as a Request is: its signal aborts when the caller is gone. */
export type Caller = { readonly signal: AbortSignal }

/** What became of a question at each lane, in the order of the lanes. */
export type Outcomes<V> = readonly Outcome<V>[]

/** Is told of each lane's outcome when it lands, by the lane's place. */
export type OnLanding = (lane: number, outcome: Outcome<Probabilities>) => void

export type AskOptions = {
  /** who asks */
  caller: Caller
  /** Without every classifier's answer there is none: when one sheds the question, the others are not asked. */
  needsAll?: boolean
  onLanding?: OnLanding
}

const NOT_ASKED = { kind: 'shed', detail: 'it was not asked, since another one has too much work' } as const

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
    readonly askedAt: number,
  ) {
    this.#left = lanes.length
    this.#tickets = lanes.map((_, i) => new Ticket(question, this, i))
    this.#outcomes = new Array(lanes.length)
  }

  get deadline(): number {
    return this.question.deadline
  }

  get isOver(): boolean {
    return this.#left === 0
  }

  submit() {
    this.lanes.forEach((lane, i) => {
      const ticket = this.#tickets[i]
      if (ticket === undefined || ticket.isSettled) return
      lane.submit(ticket)
      if (ticket.isSettled && this.options.needsAll) this.#askNobody(i)
    })
  }

  /** The lane at this place shed the question: those before it have not sent it yet, those after it never see it. */
  #askNobody(shedding: number) {
    this.lanes.forEach((lane, i) => {
      const ticket = this.#tickets[i]
      if (ticket && i < shedding) lane.withdraw(ticket, NOT_ASKED)
      if (ticket && i > shedding) lane.turnAway(ticket, NOT_ASKED)
    })
  }

  ticketSettled(index: number, outcome: Outcome<Probabilities>) {
    this.#outcomes[index] = outcome
    this.lanes[index]?.settled(outcome)
    this.options.onLanding?.(index, outcome)
    this.#left -= 1
    if (this.#left > 0) return
    this.#signal?.removeEventListener('abort', this.#abandon)
    this.settled.resolve(this.#outcomes)
  }

  expire() {
    const late = { kind: 'late', detail: 'it did not answer in time' } as const
    this.lanes.forEach((lane, i) => {
      const ticket = this.#tickets[i]
      if (ticket) lane.expire(ticket, late)
    })
  }

  /** Making and watching a request's signal costs as much as a tenth of the request: only for those that stay. */
  linger() {
    this.#signal = this.options.caller.signal
    if (this.#signal.aborted) this.#abandon()
    else this.#signal.addEventListener('abort', this.#abandon)
  }

  /** Nobody will read this. */
  readonly #abandon = () => {
    const gone = { kind: 'late', detail: 'the caller is gone' } as const
    this.lanes.forEach((lane, i) => {
      const ticket = this.#tickets[i]
      if (ticket) lane.withdraw(ticket, gone)
    })
  }
}

/** Asks every classifier at once. */
export class FanOut {
  constructor(
    private readonly lanes: readonly Lane[],
    private readonly clock: Clock,
    private readonly sweep = new DeadlineSweep(clock),
  ) {}

  /** @returns each lane's outcome, at the question's deadline at the latest, sooner when the caller is gone */
  ask(question: Question, options: AskOptions): Promise<Outcomes<Probabilities>> {
    const pending = new PendingQuestion(question, options, this.lanes, this.clock.now())
    this.sweep.add(pending)
    pending.submit()
    // Who acts on each outcome may have enough after the first.
    if (options.onLanding) pending.linger()
    return pending.settled.promise
  }
}
