import { expect, test } from 'bun:test'
import { fitSigmoid, sigmoidAt } from './platt.ts'

test('decision values that say nothing leave the share of the own class', () => {
  const decisions = [true, false, false, false].map((own) => ({ value: 0, own }))
  const sigmoid = fitSigmoid(decisions)
  // Platt's targets are softened: 2/3 for the one, 1/5 for each of the three.
  expect(sigmoidAt(0, sigmoid)).toBeCloseTo((2 / 3 + 3 / 5) / 4, 6)
})

test('a higher decision value is more probably of the own class', () => {
  const decisions = [-2, -1, -0.5, 0.4, 1, 2].map((value) => ({ value, own: value > 0 }))
  const sigmoid = fitSigmoid(decisions)
  expect(sigmoid.slope).toBeLessThan(0)
  expect(sigmoidAt(1, sigmoid)).toBeGreaterThan(0.5)
  expect(sigmoidAt(-1, sigmoid)).toBeLessThan(0.5)
})

test('the fit is where the cross-entropy is flat', () => {
  const decisions = [-2, -1, 0.5, -0.4, 1, 2].map((value, i) => ({ value, own: i > 2 }))
  const sigmoid = fitSigmoid(decisions)
  const excess = decisions.map(({ value, own }) => sigmoidAt(value, sigmoid) - (own ? 4 / 5 : 1 / 5))
  expect(excess.reduce((sum, e) => sum + e, 0)).toBeCloseTo(0, 4)
  expect(excess.reduce((sum, e, i) => sum + e * (decisions[i]?.value ?? 0), 0)).toBeCloseTo(0, 4)
})

test('is finite far from the boundary', () => {
  expect(sigmoidAt(1e4, { slope: -1, offset: 0 })).toBe(1)
  expect(sigmoidAt(-1e4, { slope: -1, offset: 0 })).toBe(0)
  const far = [-1e4, 1e4].map((value) => ({ value, own: value > 0 }))
  expect(Object.values(fitSigmoid(far)).every(Number.isFinite)).toBe(true)
})
