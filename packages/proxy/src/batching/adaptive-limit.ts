import type { Clock } from '../core/clock.ts'
import type { RowLimit } from '../core/row-limit.ts'
import { FEW_ROWS } from './call-time.ts'

/** The limit without overload: the queue has its own bound. */
export const NO_LIMIT = Number.MAX_SAFE_INTEGER
/** Length of the observation window before each decision, ms. */
const WINDOW_MS = 250
/** Rows that wait less than this are no sign of overload, however long a call takes, ms. */
const MIN_TARGET_MS = 50
/** Target wait of a row, in calls of a few rows. */
const TARGET_CALLS = 2
/** The most that one window may change the limit. */
const MIN_STEP = 0.1
const MAX_STEP = 1.25
/** The factor by which it falls when more requests are given up than answered. */
const TIMEOUT_STEP = 0.5
/** The limit is lifted after this many windows without a refusal. */
const CALM_WINDOWS = 4

/**
 * Limits the rows in flight at a classifier. Normally as many as its queue holds; fewer while rows wait in it for long,
 * so that admitted rows are answered soon and the others are refused while they can still go elsewhere.
 *
 * It is a gradient: the limit moves by the ratio of the target wait to the measured wait. AIMD, which moves when calls
 * fail, would react only when it is already too late. The common gradient on round-trip times (Envoy's "adaptive
 * concurrency", Netflix's "Gradient2") needs a minimum round trip that goes stale or must be probed for, and is
 * misleading here: under more load, rows travel in larger batches, each takes longer, and yet total throughput rises.
 * So only the wait in the queue is measured. As in CoDel (Nichols and Jacobson, "Controlling Queue Delay", 2012) only a
 * standing queue is overload: the shortest wait of a window counts, and a queue that the next call empties does not, or
 * a busy machine would refuse work it has time for. Giving up more requests than are answered is overload too, which
 * catches a classifier that answers nothing although no row waits in its queue.
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
  #minRows = FEW_ROWS

  constructor(private readonly clock: Clock) {}

  get rows(): number {
    return this.#rows
  }

  /** A limit that no request has reached for long is shown as none. */
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

  /** Callers with short deadlines are not counted. */
  recordTimeout(ms: number, underWay: number) {
    if (ms <= this.#targetMs) return
    this.#roll()
    this.#timeouts += 1
    this.#maxRows = Math.max(this.#maxRows, underWay)
  }

  recordAnswer(answered: number, { callMs, width }: { callMs: number; width: number }) {
    this.#answered += answered
    this.#targetMs = Math.max(MIN_TARGET_MS, TARGET_CALLS * callMs)
    // The baseline comes from small calls, so there must be some even at the lowest limit.
    this.#minRows = FEW_ROWS * Math.max(1, width)
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
    // Windows without events were calm.
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
      this.#rows = Math.max(this.#minRows, Math.min(this.#rows, this.#maxRows) * step)
    } else if (this.#hasRefused) {
      this.#rows = Math.min(NO_LIMIT, this.#rows * Math.min(MAX_STEP, ratio))
    }
  }

  /** Target wait over the wait of the last window; much less when more requests were given up than answered. */
  get #ratio(): number {
    if (this.#timeouts > this.#answered) return TIMEOUT_STEP
    // A window without news is no good news: earlier requests may be waiting for their deadline.
    if (this.#waits === 0) return this.#answered === 0 ? 1 : MAX_STEP
    return this.#targetMs / Math.max(1, this.#waitMs)
  }

  /** The shortest wait of the window detects overload; during overload, the mean wait drives the limit. */
  get #waitMs(): number {
    return this.#rows === NO_LIMIT ? this.#minWaitMs : this.#sumMs / this.#waits
  }
}
