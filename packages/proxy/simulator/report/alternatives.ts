import { AdaptiveLimit, NO_LIMIT } from '../../src/batching/adaptive-limit.ts'
import { CircuitBreaker } from '../../src/upstream/circuit-breaker.ts'
import type { hedged } from '../../src/upstream/hedge.ts'
import type { leastCost } from '../../src/upstream/load-balancer.ts'
import { type Policies, policies } from '../../src/upstream/policies.ts'
import { RetryBudget } from '../../src/upstream/retry-budget.ts'
import { StubReplica } from '../stub-replica.ts'

class NoBudget extends RetryBudget {
  override reserve(): boolean {
    return false
  }
}

class NoLimit extends AdaptiveLimit {
  override get rows(): number {
    return NO_LIMIT
  }
}

export const plain: typeof hedged = (batch, first) => first.send(batch, batch.signal)

export const neverOpen: Policies['breaker'] = (clock) => new CircuitBreaker(clock, () => false)

/** Whoever had the fewest calls so far: one after the other, whatever becomes of them. */
export const roundRobin: typeof leastCost = (replicas) => {
  const calls = ({ transport }: (typeof replicas)[number]) =>
    transport instanceof StubReplica ? transport.calls : 0
  const [first, ...others] = replicas
  if (first === undefined) return undefined
  return others.reduce((best, replica) => (calls(replica) < calls(best) ? replica : best), first)
}

/** The policies as they are, and each time without one of them. */
export const alternatives: Readonly<Record<string, Policies>> = {
  'all policies': policies,
  'nothing is sent again': { ...policies, budget: (options) => new NoBudget(options) },
  'no hedges': { ...policies, hedge: plain },
  'nobody is ejected': { ...policies, breaker: neverOpen },
  'round robin': { ...policies, choose: roundRobin },
  'no adaptive limit': { ...policies, limit: (clock) => new NoLimit(clock) },
}
