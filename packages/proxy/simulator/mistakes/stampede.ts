import type { Pass } from '../../src/core/breaker.ts'
import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import { BreakerAround } from '../breaker-around.ts'
import type { Mistake } from './mistake.ts'

/** Half open, it admits every call as a probe. */
class OpenDoor extends BreakerAround {
  override get admits(): boolean {
    return this.inner.state.kind !== 'open'
  }

  override begin(): Pass {
    const { kind } = this.inner.state
    return { ...super.begin(), isProbe: kind === 'half-open' }
  }
}

export const stampede: Mistake = {
  what: 'a half-open breaker lets every call through',
  policies: {
    ...defaultPolicies,
    breaker: (clock, mayOpen) => new OpenDoor(new CircuitBreaker(clock, mayOpen)),
  },
}
