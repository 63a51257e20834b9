import { expect, test } from 'bun:test'
import { MersenneTwister } from './mersenne-twister.ts'

test('draws what the C++ standard says of mt19937: the 10,000th number of seed 5489', () => {
  const random = new MersenneTwister(5489)
  for (let i = 1; i < 10_000; i++) random.next()
  expect(random.next()).toBe(4_123_659_995)
})

test('the same seed draws the same, another seed something else', () => {
  const [a, b, c] = [7, 7, 8].map((seed) => new MersenneTwister(seed).next())
  expect(a).toBe(b)
  expect(a).not.toBe(c)
})
