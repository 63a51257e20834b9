import type { CallResult, Pass } from '../../src/core/breaker.ts'
import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import { BreakerAround } from '../breaker-around.ts'
import type { Mistake } from './mistake.ts'

/** A failed probe does not keep the breaker open. */
class ForgivingBreaker extends BreakerAround {
  override end(pass: Pass, result: CallResult) {
    if (pass.isProbe && result === 'failure') this.readmit()
    else super.end(pass, result)
  }
}

export const forgivenProbe: Mistake = {
  what: 'after a failed probe, ejection takes as many failures as before',
  policies: {
    ...defaultPolicies,
    breaker: (clock, mayOpen) => new ForgivingBreaker(new CircuitBreaker(clock, mayOpen)),
  },
}
