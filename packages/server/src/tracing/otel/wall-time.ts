import type { HrTime } from '@opentelemetry/api'

/** The system's clock may be set: how often it is looked at again, ms. */
const EVERY_MS = 10_000

/**
 * The time of day of moments in the ms of `performance.now()`. All spans share one offset: one for each, rounded to
 * milliseconds as `Date.now()` is, would have parts begin before the whole.
 */
export class WallTime {
  #offsetMs = 0
  #readAt = Number.NEGATIVE_INFINITY

  of(ms: number): HrTime {
    const now = performance.now()
    if (now - this.#readAt > EVERY_MS) {
      this.#readAt = now
      this.#offsetMs = Date.now() - now
    }
    const sinceEpoch = this.#offsetMs + ms
    const seconds = Math.floor(sinceEpoch / 1000)
    return [seconds, Math.round((sinceEpoch - seconds * 1000) * 1e6)]
  }
}
