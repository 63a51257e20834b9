import type { Clock } from '../core/clock.ts'

/** How late a deadline may be noticed, ms. */
const SWEEP_MS = 4
/** An entry this old counts as long-lived, ms. */
const LINGER_MS = 16

/** Something with a deadline. */
export interface Expiring {
  /** the deadline, in the clock's ms */
  readonly askedAt: number
  readonly deadline: number
  /** It has finished and needs no more attention. */
  readonly isOver: boolean
  expire(): void
  /** Called on long-lived entries, for work that is too costly to do for all. */
  linger(): void
}

/**
 * Watches all deadlines with one timer, which runs only while entries are pending. Nearly every request ends long before
 * its deadline, so adding one must cost next to nothing: a timer per request would cost more than the rest, and so would
 * a set that each leaves when it ends, because collecting the garbage of that set takes long. Finished entries are
 * dropped at the next sweep.
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

  /** Whether it was too young at the previous sweep. */
  #hasStayed({ askedAt }: Expiring, now: number): boolean {
    return now - askedAt > LINGER_MS && this.#sweptAt - askedAt <= LINGER_MS
  }
}
