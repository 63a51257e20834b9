import { describe, expect, test } from 'bun:test'
import { Bins, DECADES, quantileBins, TENTHS } from './bins.ts'

test('a number is in the first stretch whose bound it does not exceed', () => {
  const bins = new Bins([1, 2.5, 10])
  expect(
    [-5, 1, 1.1, 2.5, 9, 10, 10.1, Number.POSITIVE_INFINITY].map((value) => bins.placeOf(value)),
  ).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
})

test('without bounds there is one stretch', () => {
  const bins = new Bins([])
  expect([bins.size, bins.placeOf(7)]).toEqual([1, 0])
})

test('probabilities have ten stretches', () => {
  expect([TENTHS.size, TENTHS.placeOf(0), TENTHS.placeOf(0.55), TENTHS.placeOf(1)]).toEqual([10, 0, 5, 9])
  const searched = new Bins(TENTHS.bounds)
  for (const bound of TENTHS.bounds) {
    for (const value of [bound, bound - 1e-9, bound + 1e-9])
      expect([value, TENTHS.placeOf(value)]).toEqual([value, searched.placeOf(value)])
  }
})

test('values of any size and sign have a stretch', () => {
  expect(DECADES.bounds).toContain(0.002)
  expect(DECADES.bounds).toEqual([...DECADES.bounds].sort((a, b) => a - b))
  expect(DECADES.bounds[DECADES.placeOf(-3)]).toBe(-2)
  expect([DECADES.placeOf(-1e9), DECADES.placeOf(1e9)]).toEqual([0, DECADES.size - 1])
})

describe('stretches by the values of training', () => {
  test('have as many values each', () => {
    const bins = quantileBins(Array.from({ length: 1000 }, (_, i) => 1000 - i))
    expect(bins.bounds).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900])
  })

  test('are fewer where values are the same', () => {
    expect(quantileBins([...new Array<number>(90).fill(0), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).bounds).toEqual([
      0,
    ])
    expect(quantileBins([4, 4, 4]).size).toBe(1)
    expect(quantileBins([]).size).toBe(1)
  })
})
