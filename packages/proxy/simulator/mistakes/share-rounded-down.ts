import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

export const shareRoundedDown: Mistake = {
  what: 'a tenth of the replicas may be ejected: of fewer than ten none ever is',
  policies: { ...defaultPolicies, breaker: (clock) => new CircuitBreaker(clock, () => false) },
}
