import type { Clock } from './clock.ts'

/** How late a deadline may be noticed, ms. */
const SWEEP_MS = 4
/** Who is there for so many sweeps is there to stay: 16 to 20 ms. */
const LINGER_SWEEPS = 5

/** Something that ends by itself when its time is over. */
export interface Expiring {
  readonly deadline: number
  expire(): void
  /** It is not one of the quick ones: a moment for what is too costly to do for all. */
  linger(): void
}

/**
 * All deadlines behind one timer, which runs only while something is pending. Nearly everything settles long before
 * its deadline, so that adding and removing must cost next to nothing; a timer for each would cost more than the rest.
 */
export class DeadlineSweep {
  /** what is pending, and the sweep at which it lingers */
  readonly #pending = new Map<Expiring, number>()
  #sweeps = 0
  #isArmed = false

  constructor(private readonly clock: Clock) {}

  add(entry: Expiring) {
    this.#pending.set(entry, this.#sweeps + LINGER_SWEEPS)
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
    this.#sweeps += 1
    const now = this.clock.now()
    for (const [entry, lingersAt] of this.#pending) {
      if (entry.deadline <= now) entry.expire()
      else if (this.#sweeps === lingersAt) entry.linger()
    }
    if (this.#pending.size > 0) this.#arm()
  }
}
