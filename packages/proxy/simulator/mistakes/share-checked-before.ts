import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import { policies } from '../../src/upstream/policies.ts'
import type { Mistake } from './mistake.ts'

/** Whether it may open is asked when a call begins; by its end others may have opened too. */
class HastyBreaker extends CircuitBreaker {
  readonly #ask: () => void

  constructor(...[clock, mayOpen]: ConstructorParameters<typeof CircuitBreaker>) {
    let might = true
    super(clock, () => might)
    this.#ask = () => {
      might = mayOpen()
    }
  }

  override begin() {
    this.#ask()
    return super.begin()
  }
}

export const shareCheckedBefore: Mistake = {
  what: 'whether one more replica may be out is checked before it is ejected: all of them are out',
  policies: { ...policies, breaker: (clock, mayOpen) => new HastyBreaker(clock, mayOpen) },
}
