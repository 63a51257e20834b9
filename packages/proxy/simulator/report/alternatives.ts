import { AdaptiveLimit, NO_LIMIT } from '../../src/batching/adaptive-limit.ts'
import type { Balancer, Candidate } from '../../src/core/balancer.ts'
import type { Hedge } from '../../src/core/hedge.ts'
import type { SendBudget } from '../../src/core/send-budget.ts'
import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import { defaultPolicies, type Policies } from '../../src/upstream/composition.ts'
import { LimitAround } from '../limit-around.ts'

const noBudget: SendBudget = { recordFirst: () => {}, reserve: () => false }

class NoLimit extends LimitAround {
  override get rows(): number {
    return NO_LIMIT
  }
}

export const plain: Hedge = (batch, first) => first.send(batch, batch.signal)

export const neverOpen: Policies['breaker'] = (clock) => new CircuitBreaker(clock, () => false)

/** The replica that had the fewest calls so far: one after the other, whatever their outcome. */
class RoundRobin implements Balancer {
  readonly #calls = new Map<unknown, number>()

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    const calls = (candidate: C) => this.#calls.get(candidate) ?? 0
    const [first, ...others] = candidates
    if (first === undefined) return undefined
    const chosen = others.reduce(
      (best, candidate) => (calls(candidate) < calls(best) ? candidate : best),
      first,
    )
    this.#calls.set(chosen, calls(chosen) + 1)
    return chosen
  }
}

export const roundRobin: Policies['balancer'] = () => new RoundRobin()

/** The policies as they are, and without each of them. */
export const alternatives: Readonly<Record<string, Policies>> = {
  'all policies': defaultPolicies,
  'nothing is sent again': { ...defaultPolicies, budget: () => noBudget },
  'no hedges': { ...defaultPolicies, hedge: plain },
  'nobody is ejected': { ...defaultPolicies, breaker: neverOpen },
  'round robin': { ...defaultPolicies, balancer: roundRobin },
  'no adaptive limit': { ...defaultPolicies, limit: (clock) => new NoLimit(new AdaptiveLimit(clock)) },
}
