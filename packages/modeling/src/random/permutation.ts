import { swap } from '../data/element.ts'
import type { MersenneTwister } from './mersenne-twister.ts'

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

/** The values in a random order (Fisher–Yates from the end), as `RandomState.permutation` gives them. */
export function permutation<T>(values: readonly T[], random: MersenneTwister): T[] {
  const shuffled = [...values]
  for (let i = shuffled.length - 1; i > 0; i--) swap(shuffled, i, maskedUpTo(i, random))
  return shuffled
}
