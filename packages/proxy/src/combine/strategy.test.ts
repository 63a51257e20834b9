import { describe, expect, test } from 'bun:test'
import { combineStrategies } from '@sepal/ensemble'
import fc from 'fast-check'
import { combineStrategy } from './strategy.ts'
import type { Vote } from './vote.ts'

const votes = (...probabilities: number[]): Vote<string>[] =>
  probabilities.map((proba, i) => ({ name: `c${i}`, proba }))
const anyVotes = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 })
  .map((probabilities) => votes(...probabilities))

describe('one-vs-rest', () => {
  const combine = combineStrategy('one-vs-rest')

  test.each([
    [[0.98, 0.01, 0.3], 'c0', 0.98],
    [[0.1, 0.2, 0.9], 'c2', 0.9],
    [[0.4], 'c0', 0.4],
    [[0.5, 0.5, 0.5], 'c0', 0.5],
    [[0.2, 0.7, 0.7], 'c1', 0.7],
    [[0, 0, 0], 'c0', 0],
    [[0, -0], 'c0', 0],
    [[1, 1], 'c0', 1],
    [[1e-9, 1e-300], 'c0', 1e-9],
  ])('of %j is %s with %d', (probabilities, label, proba) => {
    expect(combine(votes(...probabilities))).toEqual({ label, proba })
  })
})

describe('one-vs-rest-normalized', () => {
  const combine = combineStrategy('one-vs-rest-normalized')

  test.each([
    [[0.6, 0.3, 0.3], 'c0', 0.5],
    [[0.25], 'c0', 1],
    [[0.5, 0.5], 'c0', 0.5],
    [[0, 0.2, 0], 'c1', 1],
    [[0, 0, 0, 0], 'c0', 0.25],
    [[5e-324, 0], 'c0', 1],
  ])('of %j is %s with %d', (probabilities, label, proba) => {
    const decision = combine(votes(...probabilities))
    expect(decision.label).toBe(label)
    expect(decision.proba).toBeCloseTo(proba, 12)
  })
})

describe.each(combineStrategies.map((name) => [name, combineStrategy(name)] as const))('%s', (_, combine) => {
  test('takes the first of those that are surest', () => {
    fc.assert(
      fc.property(anyVotes, (some) => {
        const highest = Math.max(...some.map(({ proba }) => proba))
        const first = some.find(({ proba }) => proba === highest)
        expect(combine(some).label).toBe(first?.name ?? 'none')
      }),
    )
  })

  test('gives a probability', () => {
    fc.assert(
      fc.property(anyVotes, (some) => {
        const { proba } = combine(some)
        expect(proba).toBeGreaterThanOrEqual(0)
        expect(proba).toBeLessThanOrEqual(1)
      }),
    )
  })
})

test('refuses a name that is no strategy', () => {
  expect(() => combineStrategy('majority')).toThrow(new RangeError('no combine strategy "majority"'))
  expect(() => combineStrategy('toString')).toThrow(RangeError)
})
