import type { CallResult, Pass } from '../../src/core/breaker.ts'
import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import { BreakerAround } from '../breaker-around.ts'
import type { Mistake } from './mistake.ts'

/** It waits for the result of a probe that was given up. */
class PatientBreaker extends BreakerAround {
  override end(pass: Pass, result: CallResult) {
    if (!(pass.isProbe && result === 'cancelled')) super.end(pass, result)
  }
}

export const keptProbe: Mistake = {
  what: 'a cancelled probe keeps its place for ever',
  policies: {
    ...defaultPolicies,
    breaker: (clock, mayOpen) => new PatientBreaker(new CircuitBreaker(clock, mayOpen)),
  },
}
