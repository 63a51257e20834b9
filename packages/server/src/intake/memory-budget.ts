/** Left of a limit for what nobody counts: buffers of the kernel, code that is compiled later, a larger heap. */
const SPARE = 0.15
/** Memory that was used once is used again only after a collection; until then, it takes its place more than twice. */
const GARBAGE = 2.5
/** Whatever the limit, a small request is answered. */
const LEAST_BYTES = 1_048_576

export type Memory = {
  /** how much the process may use, bytes */
  limitBytes: number
  /** how much it uses with nothing to do, bytes */
  restingBytes: number
}

/** How many bytes the requests under way may take altogether. */
export function budgetFor({ limitBytes, restingBytes }: Memory): number {
  const free = limitBytes * (1 - SPARE) - restingBytes
  return Math.max(LEAST_BYTES, Math.floor(free / GARBAGE))
}

/** Memory that the requests under way share. What is taken is an estimate from above, made before it is used. */
export class MemoryBudget {
  #heldBytes = 0

  /** @param bytes for all requests together */
  constructor(readonly bytes: number = Number.POSITIVE_INFINITY) {}

  get heldBytes(): number {
    return this.#heldBytes
  }

  /** @returns whether there was room */
  take(bytes: number): boolean {
    if (this.#heldBytes + bytes > this.bytes) return false
    this.#heldBytes += bytes
    return true
  }

  give(bytes: number) {
    this.#heldBytes -= bytes
  }
}
