import { PeakEwma } from '../../src/upstream/latency.ts'
import { policies } from '../../src/upstream/policies.ts'
import type { Mistake } from './mistake.ts'

/** What is assumed of a replica that was never asked, ms. */
const ASSUMED_MS = 1000

/** Of whom nothing is known, the worst is assumed. */
class PessimisticLatency extends PeakEwma {
  override get ms(): number {
    return super.ms || ASSUMED_MS
  }
}

export const starvedNewcomers: Mistake = {
  what: 'a replica of which nothing is known counts as slow, and is never asked',
  policies: { ...policies, latency: (clock) => new PessimisticLatency(clock) },
}
