import { policies } from '../../src/upstream/policies.ts'
import { type BudgetOptions, RetryBudget } from '../../src/upstream/retry-budget.ts'
import type { Mistake } from './mistake.ts'

/** About as long as a backoff, ms. */
const BACKOFF_MS = 20

/** An extra send is charged when it is sent: until then the same one is given to all who ask. */
class LateBudget extends RetryBudget {
  #reserved = 0
  #firsts = 0

  constructor(private readonly own: BudgetOptions) {
    super(own)
  }

  override recordFirst() {
    this.#firsts += 1
  }

  override reserve(): boolean {
    if (this.#reserved + 1 > this.own.share * this.#firsts + this.own.floor) return false
    this.own.clock.after(BACKOFF_MS, () => {
      this.#reserved += 1
    })
    return true
  }
}

export const chargedLate: Mistake = {
  what: 'the retry budget is charged after the backoff: all who wait pass at once',
  policies: { ...policies, budget: (options) => new LateBudget(options) },
}
