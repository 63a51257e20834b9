import type { BatchAnswer } from './batch-answer.ts'
import type { BatchView } from './batch-view.ts'
import type { Outcome } from './outcome.ts'

/** Where a batcher's batches go: one classifier, whichever of its replicas answers. */
export interface Upstream {
  /** whether a call could begin now */
  readonly hasRoom: boolean
  /** how many calls may be under way at once */
  readonly width: number
  /** A place for a call while so many rows wait, of which a call takes `rowsOfCall` at most; none for no call now. */
  lease(waiting: number, rowsOfCall: number): Lease | undefined
}

/** A place for one call at an upstream: it is sent once, or given back. */
export interface Lease {
  /** how many of the waiting rows it should take */
  readonly rows: number
  send(batch: BatchView): Promise<Outcome<BatchAnswer>>
  giveBack(): void
}

/** A place for one call at one replica: it is sent once, or given back. */
export interface Place {
  /** Never rejects. `signal` ends it. */
  send(batch: BatchView, signal: AbortSignal): Promise<Outcome<BatchAnswer>>
  giveBack(): void
}
