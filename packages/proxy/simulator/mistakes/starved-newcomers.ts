import type { LatencyEstimate } from '../../src/core/latency-estimate.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import { PeakEwma } from '../../src/upstream/peak-ewma.ts'
import type { Mistake } from './mistake.ts'

/** What is assumed of a replica that was never asked, ms. */
const ASSUMED_MS = 1000

/** Of whom nothing is known, the worst is assumed. */
class PessimisticLatency implements LatencyEstimate {
  constructor(private readonly inner: LatencyEstimate) {}

  get ms(): number {
    return this.inner.ms || ASSUMED_MS
  }

  record(ms: number) {
    this.inner.record(ms)
  }

  recordFailure(ms: number) {
    this.inner.recordFailure(ms)
  }

  restart(ms: number) {
    this.inner.restart(ms)
  }
}

export const starvedNewcomers: Mistake = {
  what: 'a replica of which nothing is known counts as slow, and is never asked',
  policies: { ...defaultPolicies, latency: (clock) => new PessimisticLatency(new PeakEwma(clock)) },
}
