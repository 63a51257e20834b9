import { InputError } from '../input-error.ts'
import { MersenneTwister } from '../random/mersenne-twister.ts'
import { permutation } from '../random/permutation.ts'
import { apportion } from './apportionment.ts'
import { at } from './element.ts'

/** Positions of rows in the data set, in the order in which they are used. */
export type Split = { train: number[]; test: number[] }

export type SplitSettings = { testFraction: number; seed: number }

/**
 * Splits rows into two parts in which every label has nearly the same share. The same seed gives the same split:
 * that of scikit-learn's `train_test_split(test_size=testFraction, random_state=seed, stratify=labels)`.
 * @param labels [N]
 * @throws InputError when a part would be without some label
 */
export function stratifiedSplit(labels: readonly string[], { testFraction, seed }: SplitSettings): Split {
  const random = new MersenneTwister(seed)
  const groups = positionsByLabel(labels)
  const sizes = groups.map((group) => group.positions.length)
  const testSize = Math.ceil(labels.length * testFraction)
  const trainSizes = apportion(sizes, labels.length - testSize, random)
  const testSizes = apportion(
    sizes.map((size, i) => size - at(trainSizes, i)),
    testSize,
    random,
  )

  const split: Split = { train: [], test: [] }
  groups.forEach(({ label, positions }, i) => {
    const [forTrain, forTest] = [at(trainSizes, i), at(testSizes, i)]
    if (forTrain === 0 || forTest === 0) {
      throw new InputError(
        `label "${label}" has ${positions.length} rows, of which ${forTrain} fall to training and ${forTest} to ` +
          `testing; each part needs one (the test fraction is ${testFraction})`,
      )
    }
    const order = permutation(positions, random)
    split.train.push(...order.slice(0, forTrain))
    split.test.push(...order.slice(forTrain, forTrain + forTest))
  })
  return { train: permutation(split.train, random), test: permutation(split.test, random) }
}

/** The labels in the order of their code units, which is NumPy's. */
function positionsByLabel(labels: readonly string[]): { label: string; positions: number[] }[] {
  return [...new Set(labels)]
    .sort()
    .map((label) => ({ label, positions: labels.flatMap((other, i) => (other === label ? [i] : [])) }))
}
