/** Shorter words resemble too many others. */
const MIN_LENGTH = 4

/**
 * The name that was probably meant: at most one letter in five differs, is missing, is extra or is swapped with its
 * neighbour. Case, `_` and `-` are ignored.
 */
export function nearest(text: string, names: readonly string[]): string | undefined {
  const [sought, limit] = [plain(text), Math.max(1, Math.floor(text.length / 5))]
  if (sought.length < MIN_LENGTH) return undefined
  const near = names
    .map((name) => ({ name, distance: distance(sought, plain(name), limit) }))
    .filter((candidate) => candidate.distance <= limit)
  return near.sort((a, b) => a.distance - b.distance)[0]?.name
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[_-]/g, '')

/** Optimal string alignment distance, or more than `limit`. https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let [before, above]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        (above[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (above[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[before, above] = [above, row]
  }
  return above[b.length] ?? 0
}
