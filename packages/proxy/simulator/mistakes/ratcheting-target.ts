import { AdaptiveLimit } from '../../src/batching/adaptive-limit.ts'
import { policies } from '../../src/upstream/policies.ts'
import type { Mistake } from './mistake.ts'

const WEIGHT = 0.05

/** What is usual is learned from whatever is measured, under load too: it rises with the wait, and nothing is too long. */
class RatchetingLimit extends AdaptiveLimit {
  #defaultMs = 0

  override recordWait(ms: number, underWay: number) {
    this.#defaultMs += WEIGHT * (ms - this.#defaultMs)
    super.recordAnswer(0, { callMs: this.#defaultMs, width: 1 })
    super.recordWait(ms, underWay)
  }

  override recordAnswer(answered: number) {
    super.recordAnswer(answered, { callMs: this.#defaultMs, width: 1 })
  }
}

export const ratchetingTarget: Mistake = {
  what: 'the latency that counts as usual is taken from samples under load: it ratchets up',
  policies: { ...policies, limit: (clock) => new RatchetingLimit(clock) },
}
