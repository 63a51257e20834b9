import {
  byClassifier,
  type ClassifierName,
  classifierNames,
  type Manifest,
  type PerClassifier,
} from '@sepal/ensemble'
import type { Deadlines, Expiring } from './deadlines.ts'
import type { Lane } from './lane.ts'
import type { Outcome } from './outcome.ts'
import type { Probabilities } from './probabilities.ts'
import { type Question, Ticket } from './ticket.ts'

/** What became of one question at each classifier. */
export type Outcomes<M extends Manifest, V> = PerClassifier<M, Outcome<V>>

/** A question that is with all lanes at once, until each has settled, its time is over or its caller is gone. */
class PendingQuestion<N extends string> implements Expiring {
  readonly #tickets: [Lane, Ticket][] = []
  readonly #outcomes: [N, Outcome<Probabilities>][] = []
  #left: number
  readonly settled = Promise.withResolvers<readonly [N, Outcome<Probabilities>][]>()

  constructor(
    private readonly question: Question,
    lanes: readonly (readonly [N, Lane])[],
  ) {
    this.#left = lanes.length
    lanes.forEach(([name, lane], i) => {
      const ticket = new Ticket(question, (outcome) => {
        this.#outcomes[i] = [name, outcome]
        this.#left -= 1
        if (this.#left === 0) this.settled.resolve(this.#outcomes)
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

  /** The caller is gone: nobody will read this. */
  readonly abandon = () => this.#withdraw({ kind: 'late', detail: 'the caller is gone' })

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
    private readonly deadlines: Deadlines,
  ) {
    this.#lanes = classifierNames(manifest).map((name) => [name, lanes[name]])
  }

  /**
   * @param signal aborts when the caller is gone
   * @returns each classifier's outcome, at the question's deadline at the latest
   */
  async ask(question: Question, signal: AbortSignal): Promise<Outcomes<M, Probabilities>> {
    const pending = new PendingQuestion(question, this.#lanes)
    this.deadlines.add(pending)
    signal.addEventListener('abort', pending.abandon)
    pending.submit()
    if (signal.aborted) pending.abandon()
    const outcomes = await pending.settled.promise
    signal.removeEventListener('abort', pending.abandon)
    this.deadlines.remove(pending)
    return byClassifier<M, Outcome<Probabilities>>(outcomes)
  }
}
