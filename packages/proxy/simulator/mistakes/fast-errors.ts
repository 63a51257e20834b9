import { PeakEwma } from '../../src/upstream/latency.ts'
import { policies } from '../../src/upstream/policies.ts'
import type { Mistake } from './mistake.ts'

const WEIGHT = 0.3
/** What a refused connection takes, ms. */
const ERROR_MS = 0.1

/** A plain mean of all calls: an error counts for the time that it took. */
class PlainLatency extends PeakEwma {
  #meanMs = 0

  override get ms(): number {
    return this.#meanMs
  }

  override record(ms: number) {
    this.#meanMs += WEIGHT * (ms - this.#meanMs)
  }

  override recordFailure() {
    this.record(ERROR_MS)
  }

  override restart(ms: number) {
    this.#meanMs = ms
  }
}

export const fastErrors: Mistake = {
  what: 'a fast error looks like a fast replica, and attracts calls',
  policies: { ...policies, latency: (clock) => new PlainLatency(clock) },
}
