/** How far what was seen of late is from what was seen in training. */
export type Drift = {
  /** the population stability index */
  psi: number
  /** what it exceeds once in a thousand times though nothing has changed: with few rows, it is never 0 */
  psiByChance: number
}

/**
 * Keeps a share from being 0, of which there is no logarithm: with half a row more in each place, a share is what it is
 * expected to be after Jeffreys' prior (Krichevsky and Trofimov, The performance of universal encoding, 1981). It fades
 * as rows come, while a least share, such as 0.0001, would make an empty place weigh the more the fewer rows there are.
 */
const HALF_A_ROW = 0.5

/**
 * The population stability index of counts by place: the sum over all places of (a − e) · ln(a / e), where e is the
 * share of the rows in training and a that of late (Siddiqi, Credit Risk Scorecards, 2006). It is the symmetric form of
 * the Kullback–Leibler divergence. Places that neither has are left out.
 * @returns `undefined` unless both have rows
 */
export function driftBetween(training: ArrayLike<number>, late: ArrayLike<number>): Drift | undefined {
  const places = Array.from(training, (count, place) => [count, late[place] ?? 0] as const).filter(
    ([expected, actual]) => expected + actual > 0,
  )
  const expectedRows = places.reduce((sum, [expected]) => sum + expected, 0)
  const actualRows = places.reduce((sum, [, actual]) => sum + actual, 0)
  if (expectedRows === 0 || actualRows === 0) return undefined
  const added = HALF_A_ROW * places.length
  const psi = places.reduce((sum, [expected, actual]) => {
    const e = (expected + HALF_A_ROW) / (expectedRows + added)
    const a = (actual + HALF_A_ROW) / (actualRows + added)
    return sum + (a - e) * Math.log(a / e)
  }, 0)
  const psiByChance = (1 / expectedRows + 1 / actualRows) * chiSquare(places.length - 1)
  return { psi, psiByChance }
}

/** The 99.9 % quantile of the normal distribution. */
const Z = 3.0902

/**
 * The 99.9 % quantile of the χ² distribution by its approximation of Wilson and Hilferty (1931). Without drift, the
 * index is distributed as χ² with one degree of freedom less than places, times 1/n + 1/m (Yurdakul and Naranjo,
 * Statistical properties of the population stability index, 2020).
 */
function chiSquare(degrees: number): number {
  if (degrees <= 0) return 0
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread + Z * Math.sqrt(spread)) ** 3
}
