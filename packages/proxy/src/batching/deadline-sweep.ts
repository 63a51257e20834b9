import type { Clock } from '../core/clock.ts'

/** How late a deadline may be noticed, ms. */
const SWEEP_MS = 4
/** Who is there for so long is there to stay, ms. */
const LINGER_MS = 16

/** Something that ends by itself when its time is over. */
export interface Expiring {
  /** in the clock's ms, as the deadline */
  readonly askedAt: number
  readonly deadline: number
  /** It has ended, and nothing must be done about it any more. */
  readonly isOver: boolean
  expire(): void
  /** It is not one of the quick ones: a moment for what is too costly to do for all. */
  linger(): void
}

/**
 * All deadlines behind one timer, which runs only while something is pending. Nearly everything ends long before its
 * deadline, so that to add it must cost next to nothing: a timer for each would cost more than the rest, and so does a
 * set that each leaves when it ends, because collecting the garbage of that set takes long. What has ended is left out
 * at the next sweep.
 */
export class DeadlineSweep {
  readonly #pending: Expiring[] = []
  #sweptAt = Number.NEGATIVE_INFINITY
  #isArmed = false

  constructor(private readonly clock: Clock) {}

  add(entry: Expiring) {
    this.#pending.push(entry)
    this.#arm()
  }

  #arm() {
    if (this.#isArmed) return
    this.#isArmed = true
    this.clock.after(SWEEP_MS, () => this.#sweep())
  }

  #sweep() {
    this.#isArmed = false
    const now = this.clock.now()
    let kept = 0
    for (const entry of this.#pending) {
      if (entry.isOver) continue
      if (entry.deadline <= now) entry.expire()
      else if (this.#hasStayed(entry, now)) entry.linger()
      if (!entry.isOver) this.#pending[kept++] = entry
    }
    this.#pending.length = kept
    this.#sweptAt = now
    if (kept > 0) this.#arm()
  }

  /** Whether it was too young at the sweep before. */
  #hasStayed({ askedAt }: Expiring, now: number): boolean {
    return now - askedAt > LINGER_MS && this.#sweptAt - askedAt <= LINGER_MS
  }
}
