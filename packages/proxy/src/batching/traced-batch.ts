import type { Span, TraceContext } from '@sepal/server'
import type { BatchTrace, CalledReplica, CallTrace } from '../core/call-trace.ts'
import type { Outcome } from '../core/outcome.ts'
import type { BatchFacts, OutcomeTrace } from './outcome-trace.ts'

export type TracedBatchOptions = { classifier: string; rows: number; requests: number; isPart: boolean }

/** Traces a batch: a span that is linked to those of the requests whose rows it carries, with a part for each call. */
export class TracedBatch implements BatchTrace, BatchFacts {
  readonly span: Span
  readonly rows: number
  readonly #classifier: string
  calls = 0
  hasHedge = false
  replica: CalledReplica | undefined
  #underWay = 0
  #isAnswered = false

  constructor(
    [first, ...others]: readonly [OutcomeTrace, ...OutcomeTrace[]],
    { classifier, rows, requests, isPart }: TracedBatchOptions,
  ) {
    this.rows = rows
    this.#classifier = classifier
    this.span = first.span.join(
      others.map(({ span }) => span),
      `batch ${classifier}`,
      {
        attributes: {
          'sepal.classifier': classifier,
          'sepal.batch.rows': rows,
          'sepal.batch.requests': requests,
          'sepal.batch.is_part': isPart || undefined,
        },
      },
    )
    for (const request of [first, ...others]) request.joined(this)
  }

  call(replica: CalledReplica): CallTrace {
    const kind = this.#underWay > 0 ? 'hedge' : this.calls > 0 ? 'retry' : 'first'
    this.calls += 1
    this.#underWay += 1
    if (kind === 'hedge') this.hasHedge = true
    if (!this.#isAnswered) this.replica = replica
    const span = this.span.child(`call ${this.#classifier}`, {
      kind: 'client',
      attributes: {
        'sepal.classifier': this.#classifier,
        'sepal.call': kind,
        'sepal.replica': replica.position,
        'sepal.model.sha256': replica.model,
      },
    })
    return new TracedCall(span, (outcome) => {
      this.#underWay -= 1
      if (outcome.kind !== 'ok') return
      this.#isAnswered = true
      this.replica = replica
    })
  }

  ended(outcome: Outcome<unknown>) {
    this.span.set({ 'sepal.calls': this.calls, 'sepal.hedged': this.hasHedge })
    tell(this.span, outcome)
  }
}

class TracedCall implements CallTrace {
  readonly context: TraceContext

  constructor(
    private readonly span: Span,
    private readonly onEnd: (outcome: Outcome<unknown>) => void,
  ) {
    this.context = span.context
  }

  ended(outcome: Outcome<unknown>, isOvertaken: boolean) {
    this.onEnd(outcome)
    if (!isOvertaken) {
      tell(this.span, outcome)
      return
    }
    this.span.set({ 'sepal.outcome': 'overtaken' })
    this.span.end()
  }
}

function tell(span: Span, outcome: Outcome<unknown>) {
  span.set({ 'sepal.outcome': outcome.kind })
  if (outcome.kind !== 'ok') span.fail(outcome.kind, outcome.detail)
  span.end()
}
