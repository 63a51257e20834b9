import { expect, test } from 'bun:test'
import { MersenneTwister } from '../random/mersenne-twister.ts'
import { apportion } from './apportionment.ts'

test('the largest remainders get the seats that whole shares leave', () => {
  // The shares are 4.95, 2.97 and 2.08.
  expect(apportion([50, 30, 21], 10, new MersenneTwister(1))).toEqual([5, 3, 2])
})

test('equal remainders are drawn by lot', () => {
  const winners = Array.from({ length: 20 }, (_, seed) =>
    apportion([1, 1, 1], 1, new MersenneTwister(seed)).indexOf(1),
  )
  expect([...new Set(winners)].sort()).toEqual([0, 1, 2])
})
