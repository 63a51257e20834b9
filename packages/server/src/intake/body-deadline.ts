import { problemError } from '../server-problems.ts'

type Reading = {
  readonly startedAt: number
  /** none once it has ended: it would hold what was read */
  fail: ((reason: unknown) => void) | undefined
}

/** As late as a body may be given up, ms. */
const EVERY_MS = 1000

export type DeadlineOptions = {
  /** a clock, ms */
  now?: () => number
  /** how often to look for late bodies, ms */
  everyMs?: number
}

/** Readings that have ended and may stay in the list, beside as many as have not. */
const ENDED = 64

/**
 * Bounds how long a body may take to arrive. Bun only bounds the time between two of its bytes. One timer serves all
 * bodies: a timer of its own would cost each request more than the rest of this, and so would a set that each leaves.
 */
export class BodyDeadline {
  /** the oldest first, with some that have ended */
  #readings: Reading[] = []
  #pruneAt = ENDED
  #timer: Timer | undefined

  readonly #now: () => number
  readonly #everyMs: number

  /** @param maxMs from the head of a request to the end of its body */
  constructor(
    private readonly maxMs: number = Number.POSITIVE_INFINITY,
    { now = () => performance.now(), everyMs = EVERY_MS }: DeadlineOptions = {},
  ) {
    this.#now = now
    this.#everyMs = Math.min(everyMs, maxMs)
  }

  /**
   * What `reading` gives, if it gives it in time.
   * @param onEnd called once it has ended or is given up
   * @throws ProblemError `body-too-slow`, which closes the connection: the rest of the body would follow otherwise
   */
  inTime<V>(reading: Promise<V>, onEnd?: () => void): Promise<V> {
    if (this.maxMs === Number.POSITIVE_INFINITY) return onEnd === undefined ? reading : reading.finally(onEnd)
    return new Promise((resolve, reject) => {
      const fail = (reason: unknown) => {
        if (entry.fail === undefined) return
        entry.fail = undefined
        onEnd?.()
        reject(reason)
      }
      const entry: Reading = { startedAt: this.#now(), fail }
      this.#add(entry)
      reading.then((value) => {
        if (entry.fail === undefined) return
        entry.fail = undefined
        onEnd?.()
        resolve(value)
      }, fail)
    })
  }

  /** Gives up those that are late; also happens by itself, now and then. */
  sweep() {
    const latest = this.#now() - this.maxMs
    for (const reading of this.#readings) {
      if (reading.startedAt > latest) break
      reading.fail?.(
        problemError('body-too-slow', `the body did not arrive within ${this.maxMs} ms`, {
          headers: { connection: 'close' },
        }),
      )
    }
    this.#prune()
    this.#timer = this.#readings.length > 0 ? this.#plan() : undefined
  }

  #add(reading: Reading) {
    this.#readings.push(reading)
    if (this.#readings.length >= this.#pruneAt) this.#prune()
    this.#timer ??= this.#plan()
  }

  #prune() {
    this.#readings = this.#readings.filter(({ fail }) => fail !== undefined)
    this.#pruneAt = 2 * this.#readings.length + ENDED
  }

  #plan(): Timer {
    return setTimeout(() => this.sweep(), this.#everyMs).unref()
  }
}
