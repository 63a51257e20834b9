/** The known name that `word` most likely means, or undefined when none is close. */
export function suggestion(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase()
  const ranked = known
    .map((name) => ({ name, distance: distanceBetween(lower, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const [nearest] = ranked
  if (nearest !== undefined && nearest.distance <= Math.max(1, Math.floor(lower.length / 3)))
    return nearest.name
  const completions = known.filter((name) => lower.length > 1 && name.toLowerCase().startsWith(lower))
  return completions.length === 1 ? completions[0] : undefined
}

/** Edits that turn one word into the other: a letter more, less, other, or swapped with its neighbour. */
function distanceBetween(from: string, to: string): number {
  let [beforeLast, last]: number[][] = [[], Array.from({ length: to.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const at = (list: readonly number[] | undefined, index: number) =>
        list?.[index] ?? Number.POSITIVE_INFINITY
      const isSwapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      row[j] = Math.min(
        at(last, j) + 1,
        at(row, j - 1) + 1,
        at(last, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1),
        isSwapped && i > 1 && j > 1 ? at(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = row
  }
  return last?.[to.length] ?? Number.POSITIVE_INFINITY
}
