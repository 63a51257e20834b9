import {
  byClassifier,
  type ClassifierName,
  classifierNames,
  type Manifest,
  type PerClassifier,
} from '@sepal/ensemble'
import type { DeadlineSweep, Expiring } from './deadline-sweep.ts'
import type { Lane } from './lane.ts'
import type { Outcome } from './outcome.ts'
import type { Probabilities } from './probabilities.ts'
import { type Question, Ticket } from './ticket.ts'

/** What became of one question at each classifier. */
export type Outcomes<M extends Manifest, V> = PerClassifier<M, Outcome<V>>

/** Who asks, as a Request is: its signal aborts when the caller is gone. */
export type Caller = { readonly signal: AbortSignal }

/** A question that is with all lanes at once, until each has settled, its time is over or its caller is gone. */
class PendingQuestion<N extends string> implements Expiring {
  readonly settled = Promise.withResolvers<readonly [N, Outcome<Probabilities>][]>()
  readonly #tickets: [Lane, Ticket][] = []
  readonly #outcomes: [N, Outcome<Probabilities>][] = []
  #signal: AbortSignal | undefined

  constructor(
    private readonly question: Question,
    private readonly caller: Caller,
    lanes: readonly (readonly [N, Lane])[],
  ) {
    let left = lanes.length
    lanes.forEach(([name, lane], i) => {
      const ticket = new Ticket(question, (outcome) => {
        this.#outcomes[i] = [name, outcome]
        left -= 1
        if (left === 0) this.settled.resolve(this.#outcomes)
      })
      this.#tickets.push([lane, ticket])
    })
  }

  get deadline(): number {
    return this.question.deadline
  }

  submit() {
    for (const [lane, ticket] of this.#tickets) lane.submit(ticket)
  }

  expire() {
    this.#withdraw({ kind: 'late', detail: 'it did not answer in time' })
  }

  /** Making and watching a request's signal costs as much as a tenth of the request: only for those that stay. */
  linger() {
    if (this.#signal !== undefined) return
    this.#signal = this.caller.signal
    if (this.#signal.aborted) this.#abandon()
    else this.#signal.addEventListener('abort', this.#abandon)
  }

  leave() {
    this.#signal?.removeEventListener('abort', this.#abandon)
  }

  /** Nobody will read this. */
  readonly #abandon = () => this.#withdraw({ kind: 'late', detail: 'the caller is gone' })

  #withdraw(outcome: Outcome<never>) {
    for (const [lane, ticket] of this.#tickets) lane.withdraw(ticket, outcome)
  }
}

/** Asks every classifier at once. */
export class FanOut<const M extends Manifest> {
  readonly #lanes: readonly (readonly [ClassifierName<M>, Lane])[]

  constructor(
    manifest: M,
    lanes: PerClassifier<M, Lane>,
    private readonly sweep: DeadlineSweep,
  ) {
    this.#lanes = classifierNames(manifest).map((name) => [name, lanes[name]])
  }

  /** @returns each classifier's outcome, at the question's deadline at the latest, sooner when the caller is gone */
  async ask(question: Question, caller: Caller): Promise<Outcomes<M, Probabilities>> {
    const pending = new PendingQuestion(question, caller, this.#lanes)
    this.sweep.add(pending)
    pending.submit()
    const outcomes = await pending.settled.promise
    this.sweep.remove(pending)
    pending.leave()
    return byClassifier<M, Outcome<Probabilities>>(outcomes)
  }
}
