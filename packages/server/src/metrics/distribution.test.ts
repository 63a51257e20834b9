import { expect, test } from 'bun:test'
import { Distribution } from './distribution.ts'

test('a value belongs to the first bound that it does not exceed', () => {
  const distribution = new Distribution([1, 2.5, 10])
  for (const value of [0, 1, 1.1, 2.5, 9, 10, 10.1, 1e9, Number.POSITIVE_INFINITY]) distribution.record(value)
  expect(distribution.cumulative()).toEqual([2, 4, 6, 9])
})

test('the sum is of the values themselves', () => {
  const distribution = new Distribution([1])
  for (const value of [0.25, 8]) distribution.record(value)
  expect(distribution.sum).toBe(8.25)
})
