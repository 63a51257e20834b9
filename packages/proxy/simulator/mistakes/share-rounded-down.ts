import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import { policies } from '../../src/upstream/policies.ts'
import type { Mistake } from './mistake.ts'

export const shareRoundedDown: Mistake = {
  what: 'a tenth of the replicas may be out: of fewer than ten none ever is',
  policies: { ...policies, breaker: (clock) => new CircuitBreaker(clock, () => false) },
}
