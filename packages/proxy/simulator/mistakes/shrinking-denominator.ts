import { policies } from '../../src/upstream/policies.ts'
import type { BudgetOptions } from '../../src/upstream/retry-budget.ts'
import { RetryBudget } from '../../src/upstream/retry-budget.ts'
import type { Mistake } from './mistake.ts'

/** About as long as a call is under way, ms. */
const CALL_MS = 50

/** What is counted is what is under way: what has ended is forgotten, and so is what was sent again. */
class MomentaryBudget extends RetryBudget {
  #firsts = 0
  #extras = 0

  constructor(private readonly own: BudgetOptions) {
    super(own)
  }

  override recordFirst() {
    this.#firsts += 1
    this.own.clock.after(CALL_MS, () => {
      this.#firsts -= 1
    })
  }

  override reserve(): boolean {
    if (this.#extras + 1 > this.own.share * this.#firsts + this.own.floor) return false
    this.#extras += 1
    this.own.clock.after(CALL_MS, () => {
      this.#extras -= 1
    })
    return true
  }
}

export const shrinkingDenominator: Mistake = {
  what: 'the retry budget is a share of what is under way: as failures end, it starts anew',
  policies: { ...policies, budget: (options) => new MomentaryBudget(options) },
}
