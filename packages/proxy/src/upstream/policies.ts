import { AdaptiveLimit } from '../batching/adaptive-limit.ts'
import type { Clock } from '../core/clock.ts'
import { CircuitBreaker } from './circuit-breaker.ts'
import { hedged } from './hedge.ts'
import { PeakEwma } from './latency.ts'
import { leastCost } from './load-balancer.ts'
import { type BudgetOptions, RetryBudget } from './retry-budget.ts'

/**
 * The decisions that the way to a classifier is made of, each replaceable by itself: the simulator puts others in
 * their place to show what each is for.
 */
export type Policies = {
  /** keeps calls from a replica that fails */
  breaker: (clock: Clock, mayOpen: () => boolean) => CircuitBreaker
  /** which of several replicas gets the next call */
  choose: typeof leastCost
  /** how fast a replica seems */
  latency: (clock: Clock) => PeakEwma
  /** bounds retries and hedges */
  budget: (options: BudgetOptions) => RetryBudget
  /** asks a second replica when the first one lags */
  hedge: typeof hedged
  /** bounds what is under way */
  limit: (clock: Clock) => AdaptiveLimit
}

export const policies: Policies = {
  breaker: (clock, mayOpen) => new CircuitBreaker(clock, mayOpen),
  choose: leastCost,
  latency: (clock) => new PeakEwma(clock),
  budget: (options) => new RetryBudget(options),
  hedge: hedged,
  limit: (clock) => new AdaptiveLimit(clock),
}
