import type { MersenneTwister } from './mersenne-twister.ts'

const WORD = 2 ** 32
/** Up to here a double holds the product of a draw and a bound exactly. */
const LARGEST_BOUND = 2 ** 21

/**
 * A uniform integer in 0 … `bound` − 1: the upper half of a 32-bit draw times `bound`, drawing again in the few
 * cases that would favour some numbers. scikit-learn's build of LIBSVM draws its cross-validation folds so.
 *
 * Source: D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29(1), 2019.
 * @throws RangeError when the bound is not in 1 … 2²¹
 */
export function multipliedBelow(bound: number, random: Pick<MersenneTwister, 'next'>): number {
  if (!(bound >= 1 && bound <= LARGEST_BOUND)) throw new RangeError(`bound is ${bound}, expected 1 … 2²¹`)
  const reject = WORD % bound
  let product = random.next() * bound
  while (product % WORD < reject) product = random.next() * bound
  return Math.floor(product / WORD)
}

/**
 * A uniform integer in 0 … `most`: draws as many bits as `most` has and draws again when they exceed it.
 * This is the way of NumPy's `RandomState`, so that a seed means here what it means to scikit-learn.
 */
export function maskedUpTo(most: number, random: MersenneTwister): number {
  if (most === 0) return 0
  const mask = 0xffffffff >>> Math.clz32(most)
  let drawn = random.next() & mask
  while (drawn >>> 0 > most) drawn = random.next() & mask
  return drawn >>> 0
}
