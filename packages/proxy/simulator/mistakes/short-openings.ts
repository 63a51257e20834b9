import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

export const shortOpenings: Mistake = {
  what: 'the time that a breaker stays open does not grow',
  policies: {
    ...defaultPolicies,
    breaker: (clock, mayOpen) => new CircuitBreaker(clock, mayOpen, { firstMs: 250, maxMs: 250 }),
  },
}
