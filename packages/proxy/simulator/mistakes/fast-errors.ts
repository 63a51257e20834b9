import type { LatencyEstimate } from '../../src/core/latency-estimate.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

const WEIGHT = 0.3
/** Duration of a refused connection, ms. */
const ERROR_MS = 0.1

/** A plain mean of all calls: an error counts with its own duration. */
class PlainLatency implements LatencyEstimate {
  #meanMs = 0

  get ms(): number {
    return this.#meanMs
  }

  record(ms: number) {
    this.#meanMs += WEIGHT * (ms - this.#meanMs)
  }

  recordFailure() {
    this.record(ERROR_MS)
  }

  restart(ms: number) {
    this.#meanMs = ms
  }
}

export const fastErrors: Mistake = {
  what: 'a fast error looks like a fast replica, and attracts calls',
  policies: { ...defaultPolicies, latency: () => new PlainLatency() },
}
