import type { Pass } from '../../src/core/breaker.ts'
import type { Clock } from '../../src/core/clock.ts'
import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import { BreakerAround } from '../breaker-around.ts'
import type { Mistake } from './mistake.ts'

/** Whether it may open is checked when a call begins; by its end others may have opened too. */
class HastyBreaker extends BreakerAround {
  readonly #ask: () => void

  constructor(clock: Clock, mayOpen: () => boolean) {
    let might = true
    super(new CircuitBreaker(clock, () => might))
    this.#ask = () => {
      might = mayOpen()
    }
  }

  override begin(): Pass {
    this.#ask()
    return super.begin()
  }
}

export const shareCheckedBefore: Mistake = {
  what: 'whether one more replica may be ejected is checked too early: all of them are ejected',
  policies: { ...defaultPolicies, breaker: (clock, mayOpen) => new HastyBreaker(clock, mayOpen) },
}
