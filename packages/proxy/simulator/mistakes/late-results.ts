import type { CallResult, Pass } from '../../src/core/breaker.ts'
import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import { BreakerAround } from '../breaker-around.ts'
import type { Mistake } from './mistake.ts'

/** A result counts as one of the newest call, however long ago its own call began. */
class TimelessBreaker extends BreakerAround {
  #newest: Pass | undefined

  override begin(): Pass {
    this.#newest = super.begin()
    return this.#newest
  }

  override end(pass: Pass, result: CallResult) {
    super.end(this.#newest ?? pass, result)
  }
}

export const lateResults: Mistake = {
  what: 'a late result changes the state of a breaker',
  policies: {
    ...defaultPolicies,
    breaker: (clock, mayOpen) => new TimelessBreaker(new CircuitBreaker(clock, mayOpen)),
  },
}
