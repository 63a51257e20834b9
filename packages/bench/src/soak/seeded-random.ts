import { MersenneTwister } from '@sepal/modeling'

/** Numbers in [0, 1). */
export type Random = () => number

/** The same numbers for the same seed; `stream` tells those apart that draw from one seed side by side. */
export function seededRandom(seed: number, stream: number): Random {
  const twister = new MersenneTwister((seed ^ Math.imul(stream + 1, 0x9e3779b1)) >>> 0)
  return () => twister.next() / 2 ** 32
}

/** A whole number from 0, less than `limit`. */
export function below(limit: number, random: Random): number {
  return Math.floor(random() * limit)
}
