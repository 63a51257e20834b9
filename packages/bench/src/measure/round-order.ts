/**
 * The order of the contestants in a round, counted from 0. Each round starts with the next one, so that what a
 * machine does over time, and what a contestant leaves behind for the one after it, meets all of them.
 */
export function roundOrder<C>(contestants: readonly C[], round: number): C[] {
  const first = round % Math.max(1, contestants.length)
  return [...contestants.slice(first), ...contestants.slice(0, first)]
}
