import { AdaptiveLimit } from '../../src/batching/adaptive-limit.ts'
import { policies } from '../../src/upstream/policies.ts'
import type { Mistake } from './mistake.ts'

/** It sees what is answered, and nothing else. */
class BlindLimit extends AdaptiveLimit {
  override recordTimeout() {}
}

export const blindToTimeouts: Mistake = {
  what: 'the limit is learned from answers: constant time-outs are not seen',
  policies: { ...policies, limit: (clock) => new BlindLimit(clock) },
}
