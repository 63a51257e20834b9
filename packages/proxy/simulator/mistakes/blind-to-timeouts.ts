import { AdaptiveLimit } from '../../src/batching/adaptive-limit.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import { LimitAround } from '../limit-around.ts'
import type { Mistake } from './mistake.ts'

/** It counts answers, and nothing else. */
class BlindLimit extends LimitAround {
  override recordTimeout() {}
}

export const blindToTimeouts: Mistake = {
  what: 'the limit is learned from answers alone: constant time-outs go unnoticed',
  policies: { ...defaultPolicies, limit: (clock) => new BlindLimit(new AdaptiveLimit(clock)) },
}
