import type { BatchAnswer } from './batch-answer.ts'
import type { BatchView } from './batch-view.ts'
import type { Clock } from './clock.ts'
import type { Outcome } from './outcome.ts'
import type { Place } from './upstream.ts'

/** Abort reason of a first call that a later one overtook. */
export const OVERTAKEN = 'overtaken'

export type HedgeOptions = {
  clock: Clock
  /** how long the first call may take before a second is sent, ms */
  afterMs: number
  /** a place at another replica; none without budget or an idle replica, in which case it is tried again soon */
  second: () => Place | undefined
}

/** Sends a call to one replica and, when that lags, perhaps to a second one. */
export type Hedge = (batch: BatchView, first: Place, options: HedgeOptions) => Promise<Outcome<BatchAnswer>>
