import type { TraceContext } from '@sepal/server'
import type { BatchAnswer } from './batch-answer.ts'
import type { BatchView } from './batch-view.ts'
import type { Outcome } from './outcome.ts'

/** The connection to one replica: carries a batch there and its answer back. */
export interface Transport {
  /** Never rejects. Aborting `signal` ends it at once. `trace` goes with it, where the batch is traced. */
  send(batch: BatchView, signal: AbortSignal, trace?: TraceContext): Promise<Outcome<BatchAnswer>>
  /** Asks whether the replica accepts calls: `unavailable` if not, for example while it drains. Never rejects. */
  ready(signal: AbortSignal): Promise<Outcome<unknown>>
  /** whether it is connected: a replica without a connection is used last */
  readonly isOpen: boolean
  /** how it differs from the classifier that the manifest describes; if set, it gets no calls */
  readonly mismatch?: string | undefined
  /** identifies the model it serves, if known */
  readonly model?: string | undefined
  close(): void
}
