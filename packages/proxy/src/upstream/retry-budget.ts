import type { Clock } from '../core/clock.ts'
import type { BudgetShare, SendBudget } from '../core/send-budget.ts'

/** The window over which sends are counted, ms, and its buckets. */
const WINDOW_MS = 10_000
const PARTS = 10
const PART_MS = WINDOW_MS / PARTS

/**
 * Limits the sends beyond first tries, retries and hedges together, so that a fault is not multiplied by the traffic it
 * causes. Sends stay in the window after they end, and an extra send is reserved before any wait: budgets that shrink
 * with failures, or are charged after a backoff, let a thousand pass at once.
 */
export class RetryBudget implements SendBudget {
  readonly #firsts = new Array<number>(PARTS).fill(0)
  readonly #extras = new Array<number>(PARTS).fill(0)
  #part = 0

  constructor(
    private readonly clock: Clock,
    private readonly bounds: BudgetShare,
  ) {}

  recordFirst() {
    this.#roll()
    this.#add(this.#firsts)
  }

  reserve(): boolean {
    this.#roll()
    const { share, floor } = this.bounds
    if (sum(this.#extras) + 1 > share * sum(this.#firsts) + floor) return false
    this.#add(this.#extras)
    return true
  }

  #add(counts: number[]) {
    const i = this.#part % PARTS
    counts[i] = (counts[i] ?? 0) + 1
  }

  #roll() {
    const part = Math.floor(this.clock.now() / PART_MS)
    for (let p = Math.max(this.#part + 1, part - PARTS + 1); p <= part; p++) {
      this.#firsts[p % PARTS] = 0
      this.#extras[p % PARTS] = 0
    }
    this.#part = Math.max(this.#part, part)
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
