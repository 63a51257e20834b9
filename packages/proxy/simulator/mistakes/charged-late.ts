import type { Clock } from '../../src/core/clock.ts'
import type { BudgetShare, SendBudget } from '../../src/core/send-budget.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

/** About as long as a backoff, ms. */
const BACKOFF_MS = 20

/** An extra send is charged when it is sent: until then the same one is granted to all who ask. */
class LateBudget implements SendBudget {
  #reserved = 0
  #firsts = 0

  constructor(
    private readonly clock: Clock,
    private readonly bounds: BudgetShare,
  ) {}

  recordFirst() {
    this.#firsts += 1
  }

  reserve(): boolean {
    if (this.#reserved + 1 > this.bounds.share * this.#firsts + this.bounds.floor) return false
    this.clock.after(BACKOFF_MS, () => {
      this.#reserved += 1
    })
    return true
  }
}

export const chargedLate: Mistake = {
  what: 'the retry budget is charged after the backoff: all that wait pass at once',
  policies: { ...defaultPolicies, budget: (clock, share) => new LateBudget(clock, share) },
}
