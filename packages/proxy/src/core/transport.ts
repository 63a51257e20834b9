import type { BatchAnswer } from './batch-answer.ts'
import type { BatchView } from './batch-view.ts'
import type { Outcome } from './outcome.ts'

/** The wire to one replica: whatever carries a batch there and its answer back. */
export interface Transport {
  /** Never rejects. An aborted `signal` ends it at once. */
  send(batch: BatchView, signal: AbortSignal): Promise<Outcome<BatchAnswer>>
  /** Asks whether it wants calls: `unavailable` when it does not, as while it drains. Never rejects. */
  ready(signal: AbortSignal): Promise<Outcome<unknown>>
  /** whether it is connected: one without a connection is the last to be asked */
  readonly isOpen: boolean
  /** in which way it is not the classifier that the manifest describes: then it gets no calls */
  readonly mismatch?: string | undefined
  /** names the model that it serves, when that is known */
  readonly model?: string | undefined
  close(): void
}
