import type { Clock } from '../../src/core/clock.ts'
import type { BudgetShare, SendBudget } from '../../src/core/send-budget.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

/** About how long a call is in flight, ms. */
const CALL_MS = 50

/** It counts what is in flight: calls that ended are forgotten, and so are extra sends. */
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
  what: 'the retry budget is a share of the calls in flight: as failures end, it starts anew',
  policies: { ...defaultPolicies, budget: (clock, share) => new MomentaryBudget(clock, share) },
}
