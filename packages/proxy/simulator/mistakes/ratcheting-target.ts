import { AdaptiveLimit } from '../../src/batching/adaptive-limit.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import { LimitAround } from '../limit-around.ts'
import type { Mistake } from './mistake.ts'

const WEIGHT = 0.05

/** The baseline is learned under load too: it rises with the wait, and no wait is too long. */
class RatchetingLimit extends LimitAround {
  #typicalMs = 0

  override recordWait(ms: number, underWay: number) {
    this.#typicalMs += WEIGHT * (ms - this.#typicalMs)
    super.recordAnswer(0, { callMs: this.#typicalMs, width: 1 })
    super.recordWait(ms, underWay)
  }

  override recordAnswer(answered: number) {
    super.recordAnswer(answered, { callMs: this.#typicalMs, width: 1 })
  }
}

export const ratchetingTarget: Mistake = {
  what: 'the baseline latency is taken from samples under load: it ratchets up',
  policies: { ...defaultPolicies, limit: (clock) => new RatchetingLimit(new AdaptiveLimit(clock)) },
}
