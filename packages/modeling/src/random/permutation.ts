import { swap } from '../data/element.ts'
import { maskedUpTo } from './bounded-integer.ts'
import type { MersenneTwister } from './mersenne-twister.ts'

/** The values in a random order (Fisher–Yates from the end), as `RandomState.permutation` gives them. */
export function permutation<T>(values: readonly T[], random: MersenneTwister): T[] {
  const shuffled = [...values]
  for (let i = shuffled.length - 1; i > 0; i--) swap(shuffled, i, maskedUpTo(i, random))
  return shuffled
}
