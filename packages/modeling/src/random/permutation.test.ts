import { expect, test } from 'bun:test'
import golden from '../../fixtures/scikit-learn.golden.json'
import { MersenneTwister } from './mersenne-twister.ts'
import { permutation } from './permutation.ts'

test("is NumPy's RandomState.permutation", () => {
  const { seed, order } = golden.permutation
  expect(permutation([...order.keys()], new MersenneTwister(seed))).toEqual(order)
})

test('leaves the given values as they are', () => {
  const values = [1, 2, 3, 4, 5]
  permutation(values, new MersenneTwister(1))
  expect(values).toEqual([1, 2, 3, 4, 5])
})
