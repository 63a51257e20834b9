import { expect, test } from 'bun:test'
import { rowsPerCall } from './calls.ts'

test('rows per call are counted for each classifier by its own calls', () => {
  const before = new Map([
    ['rose', 10],
    ['tulip', 0],
  ])
  const after = new Map([
    ['rose', 20],
    ['tulip', 30],
  ])
  expect(rowsPerCall(before, after, 100)).toBe(5)
})

test('a classifier without a call does not count', () => {
  const before = new Map([['rose', 10]])
  expect(rowsPerCall(before, new Map([['rose', 20]]), 100)).toBe(10)
  expect(rowsPerCall(before, before, 100)).toBeUndefined()
})
