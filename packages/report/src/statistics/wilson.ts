/** The 97.5th percentile of the normal distribution. */
const Z = 1.959964

/** A share with its 95 % interval. */
export type Share = { hits: number; of: number; share: number; low: number; high: number }

/**
 * The score interval of a share, which stays in [0, 1] and is fair for few rows too. Wilson, "Probable inference, the
 * law of succession, and statistical inference", JASA 22, 1927.
 */
export function wilson(hits: number, of: number): Share {
  if (of === 0) return { hits, of, share: Number.NaN, low: 0, high: 1 }
  const share = hits / of
  const scale = 1 + Z ** 2 / of
  const middle = (share + Z ** 2 / (2 * of)) / scale
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2))
  return { hits, of, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}
