import type { BatchAnswer } from './batch-answer.ts'
import type { BatchView } from './batch-view.ts'
import type { Outcome } from './outcome.ts'

/** Where a batcher sends its batches: one classifier, through any of its replicas. */
export interface Upstream {
  /** whether a call could start now */
  readonly hasRoom: boolean
  /** how many calls may be in flight at once */
  readonly width: number
  /** A place for a call when this many rows wait and a call takes at most `rowsOfCall`; none if no call should start now. */
  lease(waiting: number, rowsOfCall: number): Lease | undefined
}

/** A place for one call at an upstream; it must be used once or given back. */
export interface Lease {
  /** how many of the waiting rows to take */
  readonly rows: number
  send(batch: BatchView): Promise<Outcome<BatchAnswer>>
  giveBack(): void
}

/** A place for one call at one replica; it must be used once or given back. */
export interface Place {
  /** Never rejects. `signal` ends it. */
  send(batch: BatchView, signal: AbortSignal): Promise<Outcome<BatchAnswer>>
  giveBack(): void
}
