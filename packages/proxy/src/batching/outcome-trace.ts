import type { Span } from '@sepal/server'
import type { Outcome } from '../core/outcome.ts'

/** What is told of the calls of a batch to each request in it. */
export type BatchFacts = {
  /** the batch's own span */
  readonly span: Span
  readonly rows: number
  readonly calls: number
  readonly hasHedge: boolean
  /** the replica that answered, or the last one asked */
  readonly replica: { position: number; model: string | undefined } | undefined
}

/** Traces what becomes of a request at one classifier. */
export class OutcomeTrace {
  readonly span: Span
  #batches = 0
  #last: BatchFacts | undefined

  constructor(
    request: Span,
    { classifier, rows, askedAt }: { classifier: string; rows: number; askedAt: number },
  ) {
    this.span = request.child(`predict ${classifier}`, {
      startedAt: askedAt,
      attributes: { 'sepal.classifier': classifier, 'sepal.request.rows': rows },
    })
  }

  /** Rows of it go in a batch. */
  joined(batch: BatchFacts) {
    this.#batches += 1
    this.#last = batch
    if (batch.span.traceId !== this.span.traceId) this.span.link(batch.span)
  }

  ended({ kind, ...failure }: Outcome<unknown>) {
    this.span.set({
      'sepal.outcome': kind,
      'sepal.batches': this.#batches,
      'sepal.batch.rows': this.#last?.rows,
      'sepal.calls': this.#last?.calls,
      'sepal.hedged': this.#last?.hasHedge,
      'sepal.replica': this.#last?.replica?.position,
      'sepal.model.sha256': this.#last?.replica?.model,
    })
    if ('detail' in failure) this.span.fail(kind, failure.detail)
    this.span.end()
  }
}
