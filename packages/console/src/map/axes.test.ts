import { describe, expect, test } from 'bun:test'
import type { Feature } from '../api/wire.ts'
import { axesOf, featureValueAt, shareOf, ticksOf, valueAt } from './axes.ts'

const feature = (name: string, low: number, high: number): Feature => ({ name, range: [low, high] })
const features: readonly Feature[] = [feature('a', 0, 10), feature('b', -1, 1), feature('c', 5, 5)]
const sample = [1, 0, 5]

describe('the axes', () => {
  const namesOf = (chosen: { x?: string; y?: string }, of = features) => {
    const axes = axesOf(chosen, { features: of, sample })
    return [axes?.x.feature.name, axes?.y?.feature.name]
  }

  test.each([
    [{}, ['a', 'b']],
    [{ x: 'c' }, ['c', 'a']],
    [{ y: 'c' }, ['a', 'c']],
    [{ x: 'b', y: 'a' }, ['b', 'a']],
    [{ x: 'b', y: 'b' }, ['b', 'a']],
    [{ x: 'gone', y: 'a' }, ['a', 'b']],
  ])('%j are %j', (chosen, expected) => {
    expect(namesOf(chosen)).toEqual(expected)
  })

  test('a single feature has one', () => {
    expect(namesOf({ y: 'b' }, features.slice(0, 1))).toEqual(['a', undefined])
  })

  test('are of numbers only, of which there may be none', () => {
    const plan: Feature = { name: 'plan', kind: 'category', values: ['basic'] }
    const age: Feature = { name: 'age', kind: 'integer' }
    expect(namesOf({ x: 'plan' }, [plan, age, feature('b', 0, 1)])).toEqual(['age', 'b'])
    expect(namesOf({}, [plan])).toEqual([undefined, undefined])
  })

  test('reach beyond what was observed, also where that is one value', () => {
    const axes = axesOf({ x: 'a', y: 'c' }, { features, sample })
    const [low = 0, high = 0] = axes?.x.span ?? []
    expect([low < 0, high > 10]).toEqual([true, true])
    const [from = 0, to = 0] = axes?.y?.span ?? []
    expect(to - from).toBeGreaterThan(0)
  })

  test('are around the sample where nothing was observed', () => {
    const [low = 0, high = 0] = axesOf({}, { features: [{ name: 'a' }], sample: [40] })?.x.span ?? []
    expect([low, high]).toEqual([expect.closeTo(-4.8), expect.closeTo(84.8)])
  })
})

test('a value and its share of an axis are the same place', () => {
  expect(shareOf([2, 6], 5)).toBe(0.75)
  expect(valueAt([2, 6], 0.75)).toBe(5)
})

test('an integer has whole numbers along its axis', () => {
  const axis = { index: 0, span: [0, 5] } as const
  expect(featureValueAt({ ...axis, feature: { name: 'a', kind: 'integer' } }, 0.25)).toBe(1)
  expect(featureValueAt({ ...axis, feature: { name: 'a' } }, 0.25)).toBe(1.25)
})

test.each([
  [[0, 10], 5, [0, 2, 4, 6, 8, 10]],
  [[0.65, 7.25], 8, [1, 2, 3, 4, 5, 6, 7]],
  [[-0.3, 0.3], 6, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]],
  [[1e6, 3e6], 2, [1e6, 2e6, 3e6]],
] as const)('%j has round values about %d apart', ([low, high], about, ticks) => {
  expect(ticksOf([low, high], about).map((tick) => tick + 0)).toEqual([...ticks])
})
