import { at, swap } from '../data/element.ts'
import { maskedUpTo, multipliedBelow } from '../random/bounded-integer.ts'
import { MersenneTwister } from '../random/mersenne-twister.ts'
import type { Decision } from './platt.ts'
import type { Example, Row } from './problem.ts'

/** Trains on some examples and returns the decision function. */
export type Fit = (examples: Example[]) => (row: Row) => number

const LARGEST_SEED = 2 ** 31 - 2

/**
 * The decision value of every example, by a machine that was trained without it: what Platt's sigmoid needs, since
 * a machine is surer of the rows that it has seen. Same folds as scikit-learn's SVC with `random_state=seed`.
 * @param examples of both signs, the own class's first
 */
export function crossValidate(
  examples: readonly Example[],
  { folds, seed }: { folds: number; seed: number },
  fit: Fit,
): Decision[] {
  const shuffled = shuffle(examples, seed)
  const bounds = Array.from({ length: folds + 1 }, (_, fold) => Math.floor((fold * shuffled.length) / folds))
  return bounds.slice(1).flatMap((end, fold) => {
    const begin = at(bounds, fold)
    const decide = fitPart([...shuffled.slice(0, begin), ...shuffled.slice(end)], fit)
    return shuffled.slice(begin, end).map(({ row, sign }) => ({ value: decide(row), own: sign === 1 }))
  })
}

function fitPart(part: Example[], fit: Fit): (row: Row) => number {
  const own = part.filter(({ sign }) => sign === 1)
  const rest = part.filter(({ sign }) => sign === -1)
  if (own.length === 0 || rest.length === 0) return () => Math.sign(own.length - rest.length)
  // scikit-learn sorts these two labels, so in a fold −1 comes first and plays the positive class.
  const turned = [...rest, ...own].map<Example>(({ row, sign }) => ({ row, sign: sign === 1 ? -1 : 1 }))
  const decide = fit(turned)
  return (row) => -decide(row)
}

/** scikit-learn draws LIBSVM's own seed from its `random_state`, and LIBSVM shuffles from the front. */
function shuffle(examples: readonly Example[], seed: number): Example[] {
  const random = new MersenneTwister(maskedUpTo(LARGEST_SEED, new MersenneTwister(seed)))
  const shuffled = [...examples]
  for (let i = 0; i < shuffled.length; i++) {
    swap(shuffled, i, i + multipliedBelow(shuffled.length - i, random))
  }
  return shuffled
}
