import { expect, test } from 'bun:test'
import { placeOn, scaleAround, scaleOf } from './scale.ts'

test.each([
  [[0, 100], -8, 108],
  [[50], 46, 54],
  [[0, 0], -1, 1],
])('a scale for %j is from %d to %d', (values, low, high) => {
  expect(scaleOf(values)).toEqual([low, high])
})

test.each([
  [0, 0.3, -0.5, 0.5],
  [0, -7, -10, 10],
  [2, 2, 1, 3],
  [0, 1, -2, 2],
])('a scale around %d for %d is from %d to %d', (threshold, score, low, high) => {
  const [from, to] = scaleAround(threshold, score)
  expect([from, to]).toEqual([expect.closeTo(low), expect.closeTo(high)])
})

test('a value beyond a scale is at its end', () => {
  expect([-5, 5, 15].map((value) => placeOn([0, 10], value))).toEqual([0, 0.5, 1])
})
