import type { ResidentMemory } from './resident-memory.ts'

/** Left of a limit for what nobody counts: buffers of the kernel, code that is compiled later. */
const SPARE = 0.15
/** Memory that was used once is used again only after a collection; until then, it takes its place again. */
const GARBAGE = 1.25
/** Whatever the limit, and whatever the process takes, requests may take this. */
const LEAST_BYTES = 1_048_576
/** A request that takes no more than this is answered in a crowd too. */
const SMALL_BYTES = 16_384

export type Memory = {
  /** how much the process may use, bytes */
  limitBytes: number
  /** how much it uses with nothing to do, bytes */
  restingBytes: number
}

/** How much of a limit may be in use when a request is let in, bytes. */
export const usableBytes = (limitBytes: number) => limitBytes * (1 - SPARE)

/** How many bytes the requests under way may take altogether. */
export function budgetFor({ limitBytes, restingBytes }: Memory): number {
  const free = usableBytes(limitBytes) - restingBytes
  return Math.max(LEAST_BYTES, Math.floor(free / GARBAGE))
}

/** Memory that requests under way share. What is taken is an estimate from above, made before it is used. */
export class MemoryBudget {
  #heldBytes = 0

  /**
   * @param bytes for all requests together
   * @param resident what the process takes: none of it may be counted as free
   */
  constructor(
    readonly bytes: number = Number.POSITIVE_INFINITY,
    private readonly resident?: ResidentMemory,
  ) {}

  get heldBytes(): number {
    return this.#heldBytes
  }

  /** @returns whether there was room */
  take(bytes: number): boolean {
    const held = this.#heldBytes + bytes
    if (held > this.bytes) return false
    if (bytes > SMALL_BYTES && held > LEAST_BYTES && this.#isFull(held)) return false
    this.#heldBytes = held
    return true
  }

  give(bytes: number) {
    this.#heldBytes -= bytes
  }

  /** Counts all that is held as not in use yet, as it may be. */
  #isFull(held: number): boolean {
    return this.resident !== undefined && !this.resident.hasRoomFor(held)
  }
}
