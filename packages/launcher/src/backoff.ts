export type BackoffOptions = {
  /** pause before the first restart, ms */
  firstMs?: number
  /** longest pause, ms */
  maxMs?: number
  /** a child that lived this long was healthy, so the next pause is the first again, ms */
  resetAfterMs?: number
}

/** Pauses between restarts, ms. Each is twice the one before, so that a child that keeps dying costs little. */
export function createBackoff({ firstMs = 100, maxMs = 5000, resetAfterMs = 10_000 }: BackoffOptions = {}) {
  let nextMs = firstMs
  return (livedMs: number): number => {
    if (livedMs >= resetAfterMs) nextMs = firstMs
    const pauseMs = nextMs
    nextMs = Math.min(nextMs * 2, maxMs)
    return pauseMs
  }
}
