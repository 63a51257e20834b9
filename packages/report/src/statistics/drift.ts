import { quantileBins } from '@sepal/proxy/statistics/bins'
import { type Drift, driftBetween } from '@sepal/proxy/statistics/stability'

/** How far numbers have moved, in stretches that have a tenth of those before each. */
export function numericDrift(before: readonly number[], after: readonly number[]): Drift | undefined {
  const bins = quantileBins(before)
  const counts = (values: readonly number[]) => {
    const found = new Array<number>(bins.size).fill(0)
    for (const value of values) {
      const place = bins.placeOf(value)
      found[place] = (found[place] ?? 0) + 1
    }
    return found
  }
  return driftBetween(counts(before), counts(after))
}

/** The two-sample Kolmogorov–Smirnov statistic: the greatest distance of the two distribution functions, 0 to 1. */
export function kolmogorovSmirnov(before: readonly number[], after: readonly number[]): number {
  const a = before.toSorted((x, y) => x - y)
  const b = after.toSorted((x, y) => x - y)
  let [i, j, greatest] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0)
    while (i < a.length && a[i] === value) i += 1
    while (j < b.length && b[j] === value) j += 1
    greatest = Math.max(greatest, Math.abs(i / a.length - j / b.length))
  }
  return greatest
}

/**
 * How likely so great a distance is when nothing has changed, by the asymptotic distribution: Smirnov, "Table for
 * estimating the goodness of fit of empirical distributions", 1948.
 */
export function smirnovChance(distance: number, before: number, after: number): number {
  const x = distance * Math.sqrt((before * after) / (before + after))
  if (x < 0.2) return 1
  let total = 0
  for (let k = 1; k <= 100; k++) total += 2 * (-1) ** (k - 1) * Math.exp(-2 * (k * x) ** 2)
  return Math.min(1, Math.max(0, total))
}
