import type { BatchAnswer } from '../src/core/batch-answer.ts'
import type { BatchView } from '../src/core/batch-view.ts'
import type { Outcome } from '../src/core/outcome.ts'

/** A replica in a trace. */
export interface TracedReplica {
  readonly classifier: string
  readonly address: string
  /** calls it works on */
  readonly underWay: number
}

/** One call of a batch to a replica. */
export type TracedCall = {
  readonly replica: TracedReplica
  readonly batch: BatchView
  readonly at: number
  /** the requests whose rows it carries */
  readonly requestIds: readonly string[]
  /** calls that its replica had in flight already */
  readonly underWay: number
  /** other idle replicas that could have taken it */
  readonly idle: readonly TracedReplica[]
  endedAt: number
  kind: Outcome<unknown>['kind'] | undefined
}

/** The calls of a simulation, and the violations seen at once. */
export class Trace {
  readonly calls: TracedCall[] = []
  readonly violations: string[] = []
  readonly #ofBatch = new Map<BatchView, TracedCall[]>()
  /** when a row was first answered, by `classifier` and the row's first number */
  readonly #answered = new Map<string, number>()

  constructor(
    private readonly now: () => number,
    /** A classifier's replicas that could take a call at once. */
    private readonly freeOf: (classifier: string) => readonly TracedReplica[],
  ) {}

  /** Every batch sent, with its calls in order. */
  get batches(): IterableIterator<[BatchView, TracedCall[]]> {
    return this.#ofBatch.entries()
  }

  violated(what: string) {
    this.violations.push(`${what}, at ${this.now().toFixed(1)} ms`)
  }

  began(replica: TracedReplica, batch: BatchView): TracedCall {
    const earlier = this.#ofBatch.get(batch) ?? []
    const idle = this.freeOf(replica.classifier).filter((other) => other !== replica)
    this.#checkRepetition(replica, { earlier, idle })
    const call: TracedCall = {
      replica,
      batch,
      at: this.now(),
      requestIds: batch.requestIds,
      underWay: replica.underWay,
      idle,
      endedAt: Number.POSITIVE_INFINITY,
      kind: undefined,
    }
    this.calls.push(call)
    this.#ofBatch.set(batch, [...earlier, call])
    return call
  }

  ended(call: TracedCall, outcome: Outcome<BatchAnswer>, rows: readonly (readonly number[])[]) {
    call.endedAt = this.now()
    call.kind = outcome.kind
    if (outcome.kind !== 'ok') return
    const { unanswered = [] } = outcome.value
    for (const [row, [first]] of rows.entries()) {
      if (unanswered.includes(row)) continue
      const key = `${call.replica.classifier} ${first}`
      if (!this.#answered.has(key)) this.#answered.set(key, call.endedAt)
    }
  }

  /** When a classifier first answered a row; `undefined` when it never did. */
  answeredAt(classifier: string, [first]: readonly number[]): number | undefined {
    return this.#answered.get(`${classifier} ${first}`)
  }

  #checkRepetition(
    replica: TracedReplica,
    { earlier, idle }: { earlier: readonly TracedCall[]; idle: readonly TracedReplica[] },
  ) {
    if (earlier.some(({ kind }) => kind === 'rejected' || kind === 'unanswerable'))
      this.violated('refused rows were sent again')
    if (earlier.some(({ kind }) => kind === 'shed'))
      this.violated('a call was sent again to an overloaded classifier')
    if (!earlier.some((call) => call.replica === replica)) return
    const isFresh = (other: TracedReplica) => !earlier.some((call) => call.replica === other)
    if (idle.some(isFresh)) this.violated('a call went to the same replica again while another was free')
  }
}
