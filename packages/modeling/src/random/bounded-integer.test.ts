import { expect, test } from 'bun:test'
import golden from '../../fixtures/scikit-learn.golden.json'
import { maskedUpTo, multipliedBelow } from './bounded-integer.ts'
import { MersenneTwister } from './mersenne-twister.ts'

test("draws what scikit-learn's build of LIBSVM draws", () => {
  const { seed, bounds, drawn } = golden.lemire
  const random = new MersenneTwister(seed)
  expect(bounds.map((bound) => multipliedBelow(bound, random))).toEqual(drawn)
})

test('draws again where a number would come up too often', () => {
  // 2³² is one more than a multiple of 3: of all draws, 0 is the one too many.
  const draws = [0, 2 ** 31]
  expect(multipliedBelow(3, { next: () => draws.shift() ?? 0 })).toBe(1)
  expect(draws).toEqual([])
})

test.each([0, -1, 2 ** 21 + 1, Number.NaN])('refuses the bound %p', (bound) => {
  expect(() => multipliedBelow(bound, new MersenneTwister(1))).toThrow(`bound is ${bound}`)
})

test('draws every number up to the bound, and none above', () => {
  const random = new MersenneTwister(1)
  const drawn = new Set(Array.from({ length: 200 }, () => maskedUpTo(4, random)))
  expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4])
})
