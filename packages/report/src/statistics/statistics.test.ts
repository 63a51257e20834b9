import { describe, expect, test } from 'bun:test'
import { driftBetween } from '@sepal/proxy/statistics/stability'
import { Calibration } from './calibration.ts'
import { Column } from './column.ts'
import { kolmogorovSmirnov, numericDrift, smirnovChance } from './drift.ts'
import { Latencies } from './latencies.ts'
import { Reservoir } from './reservoir.ts'
import { wilson } from './wilson.ts'

describe('the interval of a share', () => {
  // As statsmodels.stats.proportion.proportion_confint(hits, of, method='wilson') has them.
  test.each([
    [8, 10, 0.490162, 0.943318],
    [0, 10, 0, 0.277533],
    [10, 10, 0.722467, 1],
  ])('%p of %p', (hits, of, low, high) => {
    expect(wilson(hits, of).low).toBeCloseTo(low, 5)
    expect(wilson(hits, of).high).toBeCloseTo(high, 5)
  })
})

describe('drift', () => {
  test('numbers are in bins with a tenth of those before', () => {
    const before = Array.from({ length: 1000 }, (_, i) => i)
    const moved = before.map((value) => value + 100)
    expect(numericDrift(before, before)?.psi).toBe(0)
    expect(numericDrift(before, moved)?.psi).toBeGreaterThan(0.1)
    expect(numericDrift(Array(10).fill(1), Array(10).fill(1))?.psi).toBe(0)
  })

  test('the distance of two distribution functions, and how likely it is', () => {
    expect(kolmogorovSmirnov([1, 2, 3, 4], [3, 4, 5, 6])).toBe(0.5)
    expect(kolmogorovSmirnov([1, 1, 2], [1, 1, 2])).toBe(0)
    // The tabulated 5 % point, 1.358 · √(2 / 200).
    expect(smirnovChance(0.1358, 200, 200)).toBeCloseTo(0.05, 3)
    expect(smirnovChance(0, 10, 10)).toBe(1)
  })

  test('a column has its gaps, and counts its texts', () => {
    const column = new Column()
    for (const value of ['a', 'a', 'b', null]) column.add(value, false)
    for (const value of ['a', 'b', 'b', 'b']) column.add(value, true)
    const { before, after, missingBefore, missingAfter, psi: index } = column.drift()
    const sides = { before: 3, after: 4, missingBefore: 0.25, missingAfter: 0 }
    expect({ before, after, missingBefore, missingAfter }).toEqual(sides)
    expect(index).toBe(driftBetween([2, 1], [1, 3])?.psi)
  })

  test('a column that is on one side alone has no index', () => {
    const column = new Column()
    column.add(1, true)
    expect(column.drift().psi).toBeUndefined()
  })
})

test('a model that is right as often as it says is calibrated, and one that is not is off by the difference', () => {
  const [honest, boastful] = [new Calibration(), new Calibration()]
  for (let i = 0; i < 10; i++) {
    honest.add([0.8, 0.2], i < 8 ? 0 : 1)
    boastful.add([0.95, 0.05], i < 8 ? 0 : 1)
  }
  expect(honest.error).toBeCloseTo(0, 10)
  expect(honest.brier).toBeCloseTo(0.8 * 2 * 0.2 ** 2 + 0.2 * 2 * 0.8 ** 2, 10)
  expect(boastful.error).toBeCloseTo(0.15, 10)
  expect(boastful.bins).toEqual([
    { from: 0.9, to: 1, rows: 10, confidence: expect.closeTo(0.95), right: 0.8 },
  ])
})

test('a reservoir has all numbers while there is room, and a fair sample afterwards', () => {
  const reservoir = new Reservoir(100)
  for (let i = 0; i < 100; i++) reservoir.add(i)
  expect(reservoir.values).toEqual(Array.from({ length: 100 }, (_, i) => i))
  for (let i = 100; i < 10_000; i++) reservoir.add(i)
  const mean = reservoir.values.reduce((sum, value) => sum + value / 100, 0)
  // Four standard errors of the mean of 100 numbers.
  expect(Math.abs(mean - 5000)).toBeLessThan(4 * 289)
})

test('quantiles of times are within 2 %', () => {
  const latencies = new Latencies()
  for (let ms = 1; ms <= 1000; ms++) latencies.add(ms)
  for (const share of [0.01, 0.5, 0.99])
    expect(Math.abs(latencies.quantile(share) / (1000 * share) - 1)).toBeLessThan(0.02)
  expect(new Latencies().quantile(0.5)).toBeNaN()
})
