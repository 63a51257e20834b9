import { expect, test } from 'bun:test'
import { Counts } from './counts.ts'

test('late is the current window and the one before, and all is since the start', () => {
  const counts = new Counts(2)
  counts.add(0)
  expect([counts.late, counts.all]).toEqual([
    [1, 0],
    [1, 0],
  ])
  counts.turn()
  counts.add(1)
  expect(counts.late).toEqual([1, 1])
  counts.turn()
  counts.add(1)
  expect([counts.late, counts.all]).toEqual([
    [0, 2],
    [1, 2],
  ])
})
