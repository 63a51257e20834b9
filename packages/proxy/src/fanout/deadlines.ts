import type { Clock, Timer } from './clock.ts'

/** How late a deadline may be noticed, ms. */
const TICK_MS = 4

/** Something that ends by itself when its time is over. */
export interface Expiring {
  readonly deadline: number
  expire(): void
}

/**
 * All deadlines behind one timer. Nearly everything settles long before its deadline, so adding and removing must
 * cost next to nothing: entries are kept by tick, and the timer is set for the earliest only.
 */
export class Deadlines {
  readonly #ticks = new Map<number, Set<Expiring>>()
  #timer: Timer | undefined
  #next = Number.POSITIVE_INFINITY

  constructor(private readonly clock: Clock) {}

  add(entry: Expiring) {
    const tick = tickOf(entry.deadline)
    const entries = this.#ticks.get(tick)
    if (entries) entries.add(entry)
    else this.#ticks.set(tick, new Set([entry]))
    if (tick < this.#next) this.#arm(tick)
  }

  remove(entry: Expiring) {
    const tick = tickOf(entry.deadline)
    const entries = this.#ticks.get(tick)
    // The timer is left to run out: setting one for every request would cost more than all the rest.
    if (entries?.delete(entry) && entries.size === 0) this.#ticks.delete(tick)
  }

  #arm(tick: number) {
    this.#timer?.cancel()
    this.#next = tick
    this.#timer = this.clock.after(Math.max(0, tick * TICK_MS - this.clock.now()), () => this.#sweep())
  }

  #sweep() {
    const now = this.clock.now()
    const due = [...this.#ticks].filter(([tick]) => tick * TICK_MS <= now)
    for (const [tick, entries] of due) {
      this.#ticks.delete(tick)
      for (const entry of entries) entry.expire()
    }
    this.#next = Number.POSITIVE_INFINITY
    if (this.#ticks.size > 0) this.#arm(Math.min(...this.#ticks.keys()))
  }
}

function tickOf(deadline: number): number {
  return Math.ceil(deadline / TICK_MS)
}
