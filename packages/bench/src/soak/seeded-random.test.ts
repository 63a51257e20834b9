import { expect, test } from 'bun:test'
import { below, seededRandom } from './seeded-random.ts'

const first = (seed: number, stream: number) => {
  const random = seededRandom(seed, stream)
  return Array.from({ length: 20 }, () => below(1000, random))
}

test('the same seed and stream give the same numbers', () => {
  expect(first(7, 3)).toEqual(first(7, 3))
})

test('another seed or another stream gives other numbers', () => {
  expect(first(8, 3)).not.toEqual(first(7, 3))
  expect(first(7, 4)).not.toEqual(first(7, 3))
})

test('a number is below its limit', () => {
  const random = seededRandom(1, 0)
  for (let i = 0; i < 1000; i += 1) expect(below(3, random)).toBeWithin(0, 3)
})
