import { describe, expect, test } from 'bun:test'
import { axesOf, shareOf, ticksOf, valueAt } from './axes.ts'

const feature = (name: string, low: number, high: number) => ({ name, unit: '', range: [low, high] })
const features = [feature('a', 0, 10), feature('b', -1, 1), feature('c', 5, 5)]

describe('the axes', () => {
  const namesOf = (chosen: { x?: string; y?: string }, of = features) => {
    const { x, y } = axesOf(chosen, { features: of })
    return [x.feature.name, y?.feature.name]
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

  test('reach beyond what was observed, also where that is one value', () => {
    const { x, y } = axesOf({ x: 'a', y: 'c' }, { features })
    expect(x.span[0]).toBeLessThan(0)
    expect(x.span[1]).toBeGreaterThan(10)
    expect(y && y.span[1] - y.span[0]).toBeGreaterThan(0)
  })
})

test('a value and its share of an axis are the same place', () => {
  expect(shareOf([2, 6], 5)).toBe(0.75)
  expect(valueAt([2, 6], 0.75)).toBe(5)
})

test.each([
  [[0, 10], 5, [0, 2, 4, 6, 8, 10]],
  [[0.65, 7.25], 8, [1, 2, 3, 4, 5, 6, 7]],
  [[-0.3, 0.3], 6, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]],
  [[1e6, 3e6], 2, [1e6, 2e6, 3e6]],
] as const)('%j has round values about %d apart', ([low, high], about, ticks) => {
  expect(ticksOf([low, high], about).map((tick) => tick + 0)).toEqual([...ticks])
})
