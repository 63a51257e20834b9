import { AdaptiveLimit } from '../../src/batching/adaptive-limit.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import { LimitAround } from '../limit-around.ts'
import type { Mistake } from './mistake.ts'

/** It sees what is answered, and nothing else. */
class BlindLimit extends LimitAround {
  override recordTimeout() {}
}

export const blindToTimeouts: Mistake = {
  what: 'the limit is learned from answers: constant time-outs are not seen',
  policies: { ...defaultPolicies, limit: (clock) => new BlindLimit(new AdaptiveLimit(clock)) },
}
