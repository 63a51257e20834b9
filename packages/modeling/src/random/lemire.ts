import type { MersenneTwister } from './mersenne-twister.ts'

const WORD = 2 ** 32

/**
 * A uniform integer in 0 … `bound` − 1: the upper half of a 32-bit draw times `bound`, drawing again in the few
 * cases that would favour some numbers. scikit-learn's build of LIBSVM draws its cross-validation folds so.
 *
 * Source: D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29(1), 2019.
 */
export function multipliedBelow(bound: number, random: MersenneTwister): number {
  const reject = WORD % bound
  // Below 2²¹ the product is exact in a double; a training set has no more rows than that.
  let product = random.next() * bound
  while (product % WORD < reject) product = random.next() * bound
  return Math.floor(product / WORD)
}
