import type { Clock } from './clock.ts'

/** How late a deadline may be noticed, ms. */
const SWEEP_MS = 4

/** Something that ends by itself when its time is over. */
export interface Expiring {
  readonly deadline: number
  expire(): void
  /** It was there for a sweep, and is to stay: a moment for what is too costly to do for those that are quick. */
  linger(): void
}

/**
 * All deadlines behind one timer, which runs only while something is pending. Nearly everything settles long before
 * its deadline, so that adding and removing must cost next to nothing; a timer for each would cost more than the rest.
 */
export class DeadlineSweep {
  readonly #pending = new Set<Expiring>()
  #isArmed = false

  constructor(private readonly clock: Clock) {}

  add(entry: Expiring) {
    this.#pending.add(entry)
    this.#arm()
  }

  remove(entry: Expiring) {
    this.#pending.delete(entry)
  }

  #arm() {
    if (this.#isArmed) return
    this.#isArmed = true
    this.clock.after(SWEEP_MS, () => this.#sweep())
  }

  #sweep() {
    this.#isArmed = false
    const now = this.clock.now()
    for (const entry of this.#pending) {
      if (entry.deadline <= now) entry.expire()
      else entry.linger()
    }
    if (this.#pending.size > 0) this.#arm()
  }
}
