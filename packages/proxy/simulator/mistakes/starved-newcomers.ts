import type { LatencyEstimate } from '../../src/core/latency-estimate.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import { PeakEwma } from '../../src/upstream/peak-ewma.ts'
import type { Mistake } from './mistake.ts'

/** Assumed latency of a replica that never had a call, ms. */
const ASSUMED_MS = 1000

/** A replica without measurements is assumed to be the worst. */
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
  what: 'a replica without measurements counts as slow, and never gets a call',
  policies: { ...defaultPolicies, latency: (clock) => new PessimisticLatency(new PeakEwma(clock)) },
}
