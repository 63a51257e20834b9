import { problemError } from '../server-problems.ts'

type Reading = { startedAt: number; reject: (reason: unknown) => void }

/** As late as a body may be given up, ms. */
const EVERY_MS = 1000

export type DeadlineOptions = {
  /** a clock, ms */
  now?: () => number
  /** how often to look for late bodies, ms */
  everyMs?: number
}

/**
 * Bounds how long a body may take to arrive. Bun only bounds the time between two of its bytes. One timer serves all
 * bodies: a timer of its own would cost each request more than the rest of this.
 */
export class BodyDeadline {
  /** the oldest first */
  readonly #readings = new Set<Reading>()
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
   * @throws ProblemError `body-too-slow`, which closes the connection: the rest of the body would follow otherwise
   */
  inTime<V>(reading: Promise<V>): Promise<V> {
    if (this.maxMs === Number.POSITIVE_INFINITY) return reading
    return new Promise((resolve, reject) => {
      const entry = { startedAt: this.#now(), reject }
      this.#readings.add(entry)
      this.#timer ??= this.#plan()
      reading.then(
        (value) => {
          this.#readings.delete(entry)
          resolve(value)
        },
        (reason) => {
          this.#readings.delete(entry)
          reject(reason)
        },
      )
    })
  }

  /** Gives up those that are late; also happens by itself, now and then. */
  sweep() {
    const latest = this.#now() - this.maxMs
    for (const reading of this.#readings) {
      if (reading.startedAt > latest) break
      this.#readings.delete(reading)
      reading.reject(
        problemError('body-too-slow', `the body did not arrive within ${this.maxMs} ms`, {
          headers: { connection: 'close' },
        }),
      )
    }
    this.#timer = this.#readings.size > 0 ? this.#plan() : undefined
  }

  #plan(): Timer {
    return setTimeout(() => this.sweep(), this.#everyMs).unref()
  }
}
