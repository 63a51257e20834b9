import { describe, expect, test } from 'bun:test'
import { median, percentile } from './percentile.ts'

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1)

  test.each([
    [0.5, 50],
    [0.99, 99],
    [0.999, 100],
    [1, 100],
    [0, 1],
  ])('%p of 1 to 100 is %p', (share, value) => {
    expect(percentile(hundred, share)).toBe(value)
  })

  test('of no values is NaN', () => {
    expect(percentile([], 0.5)).toBeNaN()
  })
})

describe('median', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
    [[10, 9, 100], 10],
  ])('of %p is %p', (values, middle) => {
    expect(median(values)).toBe(middle)
  })

  test('of no values is NaN', () => {
    expect(median([])).toBeNaN()
  })
})
