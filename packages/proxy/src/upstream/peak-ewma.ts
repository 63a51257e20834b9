import type { Clock } from '../core/clock.ts'
import type { LatencyEstimate } from '../core/latency-estimate.ts'

/** Time constant of the mean and of its decay, ms: a healed replica must be back within 3 s. */
const DECAY_MS = 2_000

/** How long a failure's penalty holds, ms; then one call may find out whether it is over. */
const FORGIVEN_MS = 1_000

/** Consecutive answers after which a failure is forgiven: its penalty says nothing about a healed replica. */
const ANSWERS = 2

/**
 * A replica's latency as its balancer sees it: a mean that follows a rise at once and a fall slowly, and decays while
 * nothing is measured, so that a slow replica is tried again (peak EWMA, Finagle). Two consecutive answers make a rise:
 * after a single slow one, by chance, the replica would be idle for seconds while rows wait.
 */
export class PeakEwma implements LatencyEstimate {
  #ms = 0
  /** of the last answer; the very first is trusted alone */
  #lastMs = Number.POSITIVE_INFINITY
  #at: number
  #holdsUntil = Number.POSITIVE_INFINITY
  #answersToForget = 0

  constructor(private readonly clock: Clock) {
    this.#at = clock.now()
  }

  get ms(): number {
    return this.clock.now() < this.#holdsUntil ? this.#ms * this.#fade() : 0
  }

  record(ms: number) {
    if (this.#answersToForget > 0) {
      this.#answersToForget -= 1
      if (this.#answersToForget === 0) {
        this.restart(ms)
        return
      }
    }
    const shown = Math.min(ms, this.#lastMs)
    this.#lastMs = ms
    this.#follow(shown)
  }

  #follow(ms: number) {
    const { ms: mean } = this
    const weight = this.#fade()
    this.#ms = ms > mean ? ms : mean * weight + ms * (1 - weight)
    this.#at = this.clock.now()
    this.#holdsUntil = Number.POSITIVE_INFINITY
  }

  recordFailure(ms: number) {
    this.#follow(ms)
    this.#answersToForget = ANSWERS
    this.#holdsUntil = this.#at + FORGIVEN_MS
  }

  restart(ms: number) {
    this.#ms = ms
    this.#lastMs = ms
    this.#at = this.clock.now()
    this.#holdsUntil = Number.POSITIVE_INFINITY
  }

  #fade(): number {
    return Math.exp((this.#at - this.clock.now()) / DECAY_MS)
  }
}
