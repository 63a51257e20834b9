/** How long a test waits for what must come, on a machine that does much else, ms. */
const PATIENCE_MS = 25_000
/** Between two looks at what nothing tells of, ms. */
const PAUSE_MS = 20

export type WaitOptions = {
  withinMs?: number
  /** between two looks, ms; 0 looks again in the next turn of the event loop */
  pauseMs?: number
}

/**
 * Looks again and again until something holds, and resolves with what it saw.
 * @throws Error with what it saw last, when it takes too long
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  holds: (seen: T) => boolean,
  { withinMs = PATIENCE_MS, pauseMs = PAUSE_MS }: WaitOptions = {},
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    if (performance.now() > deadline) throw new Error(`still ${JSON.stringify(seen)} after ${withinMs} ms`)
    if (pauseMs > 0) await Bun.sleep(pauseMs)
    else await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** Lets tests wait for something that the owner says has changed. */
export class Changes {
  readonly #looking = new Set<() => void>()

  /** Everyone who waits looks again. */
  notify() {
    for (const look of this.#looking) look()
  }

  /**
   * Resolves once something holds.
   * @param what completes the sentence "waited for …"
   * @throws Error when it takes too long
   */
  async until(what: string, holds: () => boolean, withinMs = PATIENCE_MS): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const look = () => {
      if (holds()) resolve()
    }
    const timer = setTimeout(() => reject(new Error(`waited ${withinMs} ms for ${what}`)), withinMs)
    this.#looking.add(look)
    look()
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.#looking.delete(look)
    }
  }
}
