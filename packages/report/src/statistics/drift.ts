const BINS = 10
/** Stands in for a share of 0, whose logarithm is infinite. */
const LEAST_SHARE = 1e-4

/**
 * The population stability index: the sum of (a − e) · ln(a / e) over the bins. Below 0.1 little has changed, above
 * 0.25 much. Siddiqi, "Credit Risk Scorecards", 2006.
 * @param expected counts before, by bin
 * @param actual counts after
 */
export function psi(expected: readonly number[], actual: readonly number[]): number {
  const [before, after] = [sum(expected), sum(actual)]
  return sum(
    expected.map((count, bin) => {
      const e = Math.max(LEAST_SHARE, count / before)
      const a = Math.max(LEAST_SHARE, (actual[bin] ?? 0) / after)
      return (a - e) * Math.log(a / e)
    }),
  )
}

/** The index of numbers, in bins that have a tenth of the rows before each. */
export function numericPsi(before: readonly number[], after: readonly number[]): number {
  const sorted = before.toSorted((a, b) => a - b)
  const edges = new Set(
    Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] ?? 0),
  )
  const bounds = [...edges]
  const counts = (values: readonly number[]) => {
    const bins = new Array<number>(bounds.length + 1).fill(0)
    for (const value of values) {
      const bin = bounds.findIndex((bound) => value < bound)
      const place = bin === -1 ? bounds.length : bin
      bins[place] = (bins[place] ?? 0) + 1
    }
    return bins
  }
  return psi(counts(before), counts(after))
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

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
