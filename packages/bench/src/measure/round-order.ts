/**
 * The order of the contestants in a round, counted from 0. Each round starts with the next one, so that drifts of the
 * machine and what a contestant leaves behind for the next one affect all alike.
 */
export function roundOrder<C>(contestants: readonly C[], round: number): C[] {
  const first = round % Math.max(1, contestants.length)
  return [...contestants.slice(first), ...contestants.slice(0, first)]
}
