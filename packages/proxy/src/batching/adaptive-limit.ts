import type { Clock } from '../core/clock.ts'
import type { RowLimit } from '../core/row-limit.ts'
import { FEW_ROWS } from './call-time.ts'

/** What the limit is when there is no overload: the queue has a bound of its own. */
export const NO_LIMIT = Number.MAX_SAFE_INTEGER
/** How long waits are watched before something is decided, ms. */
const WINDOW_MS = 250
/** Rows that wait for less than this are no overload, whatever a call takes, ms. */
const MIN_TARGET_MS = 50
/** How many calls of a few rows a row may wait for. */
const TARGET_CALLS = 2
/** How far one window may move the limit. */
const MIN_STEP = 0.1
const MAX_STEP = 1.25
/** How far it falls when more are given up than answered. */
const TIMEOUT_STEP = 0.5
/** After so many windows without a refusal there is no limit any more. */
const CALM_WINDOWS = 4

/**
 * How many rows may be under way at a classifier. Usually as many as its queue holds; fewer while rows wait in it for
 * long, so that those that are let in are answered soon, and the others are refused while they can still go elsewhere.
 *
 * It is a gradient: the limit moves by the ratio of the wait that is meant to be to the one that is measured. AIMD,
 * which moves when calls fail, would notice only what is too late already. The usual gradient, of round trips (Envoy's
 * "adaptive concurrency", Netflix's "Gradient2"), needs a least round trip that goes stale or must be probed for, and
 * is misled here: with more load, rows travel in larger batches, each takes longer, and yet more is done in all. What
 * is measured is therefore the wait in the queue alone; as in CoDel (Nichols and Jacobson, "Controlling Queue Delay",
 * 2012) only a queue that stands is overload: the least wait of a window counts, and a queue that the next call empties
 * does not, or a busy machine would refuse what it has time for. That more are given up than answered is overload too, so
 * that a classifier that answers nobody is seen although nobody waits in its queue.
 */
export class AdaptiveLimit implements RowLimit {
  #rows = NO_LIMIT
  #endsAt = Number.NEGATIVE_INFINITY
  #waits = 0
  #sumMs = 0
  #timeouts = 0
  #answered = 0
  #minWaitMs = Number.POSITIVE_INFINITY
  #maxRows = 0
  #hasRefused = false
  #calmWindows = 0
  #targetMs = MIN_TARGET_MS
  #least = FEW_ROWS

  constructor(private readonly clock: Clock) {}

  get rows(): number {
    return this.#rows
  }

  /** A limit that nobody has met for long is shown as none. */
  get figure(): number {
    const isForgotten = this.clock.now() - this.#endsAt >= CALM_WINDOWS * WINDOW_MS
    return isForgotten || this.#rows === NO_LIMIT ? Number.POSITIVE_INFINITY : Math.ceil(this.#rows)
  }

  recordWait(ms: number, underWay: number) {
    this.#roll()
    this.#waits += 1
    this.#sumMs += ms
    this.#minWaitMs = Math.min(this.#minWaitMs, ms)
    this.#maxRows = Math.max(this.#maxRows, underWay)
  }

  /** Callers in a hurry say nothing. */
  recordTimeout(ms: number, underWay: number) {
    if (ms <= this.#targetMs) return
    this.#roll()
    this.#timeouts += 1
    this.#maxRows = Math.max(this.#maxRows, underWay)
  }

  recordAnswer(answered: number, { callMs, width }: { callMs: number; width: number }) {
    this.#answered += answered
    this.#targetMs = Math.max(MIN_TARGET_MS, TARGET_CALLS * callMs)
    // Small calls show what is usual, and so there must be some when the limit is at its lowest.
    this.#least = FEW_ROWS * Math.max(1, width)
  }

  mayExceed(underWay: number): boolean {
    this.#roll()
    if (underWay < this.#rows) return true
    this.#hasRefused = true
    return false
  }

  #roll() {
    const now = this.clock.now()
    if (now < this.#endsAt) return
    // Windows in which nothing happened were calm ones.
    const silent = Number.isFinite(this.#endsAt) ? Math.floor((now - this.#endsAt) / WINDOW_MS) : 0
    this.#adjust(silent)
    this.#endsAt = now + WINDOW_MS
    this.#waits = 0
    this.#sumMs = 0
    this.#timeouts = 0
    this.#answered = 0
    this.#minWaitMs = Number.POSITIVE_INFINITY
    this.#maxRows = 0
    this.#hasRefused = false
  }

  #adjust(silentWindows: number) {
    const ratio = this.#ratio
    const isCalm = !this.#hasRefused && ratio >= 1
    this.#calmWindows = (isCalm ? this.#calmWindows + 1 : 0) + silentWindows
    if (this.#calmWindows >= CALM_WINDOWS) this.#rows = NO_LIMIT
    else if (ratio < 1) {
      const step = Math.max(MIN_STEP, ratio)
      this.#rows = Math.max(this.#least, Math.min(this.#rows, this.#maxRows) * step)
    } else if (this.#hasRefused) {
      this.#rows = Math.min(NO_LIMIT, this.#rows * Math.min(MAX_STEP, ratio))
    }
  }

  /** The wait that is meant to be, to the one of the last window; much less when more were given up than answered. */
  get #ratio(): number {
    if (this.#timeouts > this.#answered) return TIMEOUT_STEP
    // A window without any news, while those that were let in before wait for their deadline, is no good news.
    if (this.#waits === 0) return this.#answered === 0 ? 1 : MAX_STEP
    return this.#targetMs / Math.max(1, this.#waitMs)
  }

  /** The least wait of the window tells whether there is overload; while there is, the mean one is steered by. */
  get #waitMs(): number {
    return this.#rows === NO_LIMIT ? this.#minWaitMs : this.#sumMs / this.#waits
  }
}
