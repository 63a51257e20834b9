/**
 * The average number of rows in a call to a classifier.
 * @param before calls of each classifier, and `after` later
 * @param rows sent to each classifier in between
 * @returns undefined when no classifier logged any call
 */
export function rowsPerCall(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  rows: number,
): number | undefined {
  const counts = [...after]
    .map(([name, count]) => count - (before.get(name) ?? 0))
    .filter((count) => count > 0)
  if (counts.length === 0) return undefined
  const calls = counts.reduce((sum, count) => sum + count, 0)
  return (rows * counts.length) / calls
}
