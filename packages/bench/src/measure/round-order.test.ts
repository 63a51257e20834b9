import { expect, test } from 'bun:test'
import { roundOrder } from './round-order.ts'

test('each round starts with the next contestant', () => {
  const orders = [0, 1, 2, 3].map((round) => roundOrder(['a', 'b', 'c'], round).join(''))
  expect(orders).toEqual(['abc', 'bca', 'cab', 'abc'])
})

test('a round without contestants is empty', () => {
  expect(roundOrder([], 1)).toEqual([])
})
