import type { Span } from '@sepal/server'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { Clock } from '../core/clock.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Batcher } from './batcher.ts'
import { DeadlineSweep, type Expiring } from './deadline-sweep.ts'
import { OutcomeTrace } from './outcome-trace.ts'
import { type PendingOwner, PendingRows, type PredictionRequest } from './pending-rows.ts'

/** The caller, as a Request is: its signal aborts when the caller is gone. */
export type Caller = { readonly signal: AbortSignal }

/** A request's outcome at each batcher, in the order of the batchers. */
export type Outcomes<V> = readonly Outcome<V>[]

/** Called with each batcher's outcome as it settles, and the batcher's position. */
export type OnSettled = (batcher: number, outcome: Outcome<AnswerRows>) => void

export type AskOptions = {
  /** the caller */
  caller: Caller
  /** Every classifier must answer: when one sheds the request, the others are not asked. */
  needsAll?: boolean
  onSettled?: OnSettled
}

const NOT_ASKED = { kind: 'shed', detail: 'it was not asked, since another one has too much work' } as const

/** A request at all batchers at once, until each has settled, its deadline passes or its caller is gone. */
class PendingRequest implements Expiring, PendingOwner {
  readonly settled = Promise.withResolvers<Outcomes<AnswerRows>>()
  readonly #pendingRows: PendingRows[]
  readonly #outcomes: Outcome<AnswerRows>[]
  #left: number
  #signal: AbortSignal | undefined

  constructor(
    private readonly request: PredictionRequest,
    private readonly options: AskOptions,
    private readonly batchers: readonly Batcher[],
    readonly askedAt: number,
  ) {
    this.#left = batchers.length
    this.#pendingRows = batchers.map((_, i) => new PendingRows(request, this, i))
    this.#outcomes = new Array(batchers.length)
    if (request.span !== undefined) this.#trace(request.span)
  }

  get deadline(): number {
    return this.request.deadline
  }

  get isOver(): boolean {
    return this.#left === 0
  }

  #trace(span: Span) {
    const rows = this.request.rows.length
    this.batchers.forEach(({ classifier }, i) => {
      const pending = this.#pendingRows[i]
      if (pending) pending.trace = new OutcomeTrace(span, { classifier, rows, askedAt: this.askedAt })
    })
  }

  submit() {
    this.batchers.forEach((batcher, i) => {
      const pending = this.#pendingRows[i]
      if (pending === undefined || pending.isSettled) return
      batcher.submit(pending)
      if (pending.isSettled && this.options.needsAll) this.#askNobody(i)
    })
  }

  /** The batcher at this position shed the request: those before it have not sent it yet, those after it never see it. */
  #askNobody(shedding: number) {
    this.batchers.forEach((batcher, i) => {
      const pending = this.#pendingRows[i]
      if (pending && i < shedding) batcher.withdraw(pending, NOT_ASKED)
      if (pending && i > shedding) batcher.turnAway(pending, NOT_ASKED)
    })
  }

  rowsSettled(index: number, outcome: Outcome<AnswerRows>) {
    this.#outcomes[index] = outcome
    this.batchers[index]?.settled(outcome)
    this.options.onSettled?.(index, outcome)
    this.#left -= 1
    if (this.#left > 0) return
    this.#signal?.removeEventListener('abort', this.#abandon)
    this.settled.resolve(this.#outcomes)
  }

  expire() {
    const late = { kind: 'late', detail: 'it did not answer in time' } as const
    this.batchers.forEach((batcher, i) => {
      const pending = this.#pendingRows[i]
      if (pending) batcher.expire(pending, late)
    })
  }

  /** Creating and watching a request's signal costs a tenth of the request: done only for long-lived ones. */
  linger() {
    this.#signal = this.options.caller.signal
    if (this.#signal.aborted) this.#abandon()
    else this.#signal.addEventListener('abort', this.#abandon)
  }

  /** No caller reads this. */
  readonly #abandon = () => {
    const gone = { kind: 'late', detail: 'the caller is gone' } as const
    this.batchers.forEach((batcher, i) => {
      const pending = this.#pendingRows[i]
      if (pending) batcher.withdraw(pending, gone)
    })
  }
}

/** Asks every classifier at once. */
export class FanOut {
  constructor(
    private readonly batchers: readonly Batcher[],
    private readonly clock: Clock,
    private readonly sweep = new DeadlineSweep(clock),
  ) {}

  /** @returns each batcher's outcome, by the request's deadline at the latest, sooner when the caller is gone */
  ask(request: PredictionRequest, options: AskOptions): Promise<Outcomes<AnswerRows>> {
    const pending = new PendingRequest(request, options, this.batchers, this.clock.now())
    this.sweep.add(pending)
    pending.submit()
    // A callback that acts on each outcome may have enough after the first.
    if (options.onSettled) pending.linger()
    return pending.settled.promise
  }
}
