import type { Clock } from '../../src/core/clock.ts'
import type { BudgetShare, SendBudget } from '../../src/core/send-budget.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

/** About as long as a call is under way, ms. */
const CALL_MS = 50

/** It counts what is under way: what has ended is forgotten, and so is what was sent again. */
class MomentaryBudget implements SendBudget {
  #firsts = 0
  #extras = 0

  constructor(
    private readonly clock: Clock,
    private readonly bounds: BudgetShare,
  ) {}

  recordFirst() {
    this.#firsts += 1
    this.clock.after(CALL_MS, () => {
      this.#firsts -= 1
    })
  }

  reserve(): boolean {
    if (this.#extras + 1 > this.bounds.share * this.#firsts + this.bounds.floor) return false
    this.#extras += 1
    this.clock.after(CALL_MS, () => {
      this.#extras -= 1
    })
    return true
  }
}

export const shrinkingDenominator: Mistake = {
  what: 'the retry budget is a share of what is under way: as failures end, it starts anew',
  policies: { ...defaultPolicies, budget: (clock, share) => new MomentaryBudget(clock, share) },
}
