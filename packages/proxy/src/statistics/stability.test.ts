import { describe, expect, test } from 'bun:test'
import { driftBetween } from './stability.ts'

describe('the population stability index', () => {
  test('is nearly 0 for the same shares, however many rows there are', () => {
    expect(driftBetween([100, 200, 700], [1000, 2000, 7000])?.psi).toBeCloseTo(0, 4)
  })

  test('is the sum of (a - e) ln(a / e) over the places', () => {
    const byHand = (0.2 - 0.5) * Math.log(0.2 / 0.5) + (0.8 - 0.5) * Math.log(0.8 / 0.5)
    expect(driftBetween([50_000, 50_000], [20_000, 80_000])?.psi).toBeCloseTo(byHand, 3)
  })

  test('is finite where a place is empty on one side, and ignores one that is empty on both', () => {
    const drift = driftBetween([100, 0, 0], [0, 100, 0])
    expect(drift?.psi).toBeGreaterThan(1)
    expect(drift).toEqual(driftBetween([100, 0], [0, 100]))
  })

  test('is not told without rows on either side', () => {
    expect(driftBetween([0, 0], [1, 2])).toBeUndefined()
    expect(driftBetween([1, 2], [0, 0])).toBeUndefined()
  })
})

test('by chance, the index is larger the fewer rows there are', () => {
  // The 99.9 % quantile of χ² with one degree of freedom is 10.83, with nine 27.88.
  const [few, many] = [driftBetween([50, 50], [50, 50]), driftBetween([5000, 5000], [5000, 5000])]
  expect(few?.psiByChance).toBeCloseTo(10.83 / 50, 1)
  expect(many?.psiByChance).toBeCloseTo(10.83 / 5000, 3)
  const ten = new Array<number>(10).fill(100)
  expect(driftBetween(ten, ten)?.psiByChance).toBeCloseTo((2 * 27.88) / 1000, 3)
})
