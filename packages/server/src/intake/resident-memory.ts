/** A reading costs about 12 µs, and is good for this long, ms. */
const FRESH_MS = 5
/** A collection takes some 20 ms, during which nothing is answered: not more often than this, ms. */
const BETWEEN_COLLECTIONS_MS = 500

export type ResidentMemoryOptions = {
  /** how much the process may use, bytes */
  limitBytes: number
  /** how much it uses now, bytes */
  read?: () => number
  /** gives back what is no longer needed */
  collect?: () => void
  /** a clock, ms */
  now?: () => number
}

/**
 * What the process really takes. JavaScriptCore sizes its heap by the memory of the machine and not by the limit of the
 * container, so that garbage may fill the container before it is collected: this collects it where it is in the way.
 */
export class ResidentMemory {
  #bytes = 0
  #readAt = Number.NEGATIVE_INFINITY
  #collectedAt = Number.NEGATIVE_INFINITY

  readonly #limitBytes: number
  readonly #read: () => number
  readonly #collect: () => void
  readonly #now: () => number

  constructor({
    limitBytes,
    read = process.memoryUsage.rss,
    collect = () => Bun.gc(true),
    now = () => performance.now(),
  }: ResidentMemoryOptions) {
    this.#limitBytes = limitBytes
    this.#read = read
    this.#collect = collect
    this.#now = now
  }

  /** Whether so many bytes more would fit. Collects garbage if they would not, unless that was just done. */
  hasRoomFor(bytes: number): boolean {
    const now = this.#now()
    if (now - this.#readAt > FRESH_MS) this.#measure(now)
    if (this.#bytes + bytes <= this.#limitBytes) return true
    if (now - this.#collectedAt < BETWEEN_COLLECTIONS_MS) return false
    this.#collect()
    this.#collectedAt = this.#now()
    this.#measure(this.#collectedAt)
    return this.#bytes + bytes <= this.#limitBytes
  }

  #measure(now: number) {
    this.#bytes = this.#read()
    this.#readAt = now
  }
}
