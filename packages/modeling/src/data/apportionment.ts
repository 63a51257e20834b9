import type { MersenneTwister } from '../random/mersenne-twister.ts'
import { permutation } from '../random/permutation.ts'
import { at } from './element.ts'

/**
 * Deals out `seats` in proportion to the sizes of groups: the whole shares first, then one each by the largest
 * remainder. Equal remainders are drawn by lot, as scikit-learn's stratified splits do.
 * @returns one count per group, `seats` in all
 */
export function apportion(sizes: readonly number[], seats: number, random: MersenneTwister): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const shares = sizes.map((size) => (size / total) * seats)
  const counts = shares.map(Math.floor)
  const remainders = shares.map((share, i) => share - at(counts, i))
  let left = seats - counts.reduce((sum, count) => sum + count, 0)

  for (const remainder of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (left === 0) break
    const tied = remainders.flatMap((other, i) => (other === remainder ? [i] : []))
    const lucky = permutation(tied, random).slice(0, left)
    for (const group of lucky) counts[group] = at(counts, group) + 1
    left -= lucky.length
  }
  return counts
}
