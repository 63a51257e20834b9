import type { BatchAnswer } from './batch-answer.ts'
import type { BatchView } from './batch-view.ts'
import type { Clock } from './clock.ts'
import type { Outcome } from './outcome.ts'
import type { Place } from './upstream.ts'

/** Why a first call was aborted: one that began later was answered sooner. */
export const OVERTAKEN = 'overtaken'

export type HedgeOptions = {
  clock: Clock
  /** how long the first may take before a second is asked, ms */
  afterMs: number
  /** a place at another replica then; none when there is no budget or no idle replica: it is asked for again soon */
  second: () => Place | undefined
}

/** Asks one replica and, when it lags, perhaps another one too. */
export type Hedge = (batch: BatchView, first: Place, options: HedgeOptions) => Promise<Outcome<BatchAnswer>>
