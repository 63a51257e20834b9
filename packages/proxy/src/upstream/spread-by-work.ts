import type { Spread } from '../core/spread.ts'
import { RecentTimes } from './recent-times.ts'

/** How many calls are needed: by then it is known when a call lags, and those in flight are hedged. */
const ENOUGH = 64
/** Sorting on every call would cost more than a decision that is a few calls old. */
const EVERY = 16
/** A way that never takes less than this is a long one, ms. */
const LONG_WAY_MS = 2
/** How fast the shortest way is forgotten: by half in 14,000 calls, since a busy machine may have none as short for long. */
const FORGETTING = 1.00005

/**
 * Another call beside those in flight pays if a call is mostly work for its classifier: then replicas share the work.
 * A call of a cheap model is mostly its way there and back, for which proxy and classifier pay however few rows it
 * carries. Its rows do better to wait for the answer that is about to come, as they do where there is one replica. Only
 * a call that lags is waited for no longer.
 *
 * The classifier reports its part of a call; the rest is the way. On a busy machine that is mostly waiting for the proxy
 * itself, which more calls would make longer still. What the network takes is in every way: where that is long, rows
 * would wait for long and save little.
 */
export class SpreadByWork implements Spread {
  readonly #works = new RecentTimes()
  readonly #ways = new RecentTimes()
  #shortestWay = Number.POSITIVE_INFINITY
  #unseen = 0
  #pays = true

  /** @param latencies a call in flight for longer than `lagMs` lags */
  constructor(private readonly latencies: { readonly lagMs: number }) {}

  record(ms: number, tookMs = ms) {
    const way = ms - tookMs
    this.#works.record(tookMs)
    this.#ways.record(way)
    if (way > 0) this.#shortestWay = Math.min(this.#shortestWay * FORGETTING, way)
    this.#unseen += 1
  }

  get patienceMs(): number {
    if (this.#unseen >= EVERY && this.#works.count >= ENOUGH) {
      this.#unseen = 0
      const work = this.#works.quantile(0.5) ?? 0
      const way = this.#ways.quantile(0.5) ?? 0
      this.#pays = work >= way || this.#shortestWay > LONG_WAY_MS
    }
    return this.#pays ? 0 : this.latencies.lagMs
  }
}
