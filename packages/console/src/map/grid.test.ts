import { expect, test } from 'bun:test'
import type { Decided } from '../try/decision.ts'
import { type Axes, axesOf } from './axes.ts'
import { emptyGrid, resized, rowsBetween, sharesOf, valuesOn, withDecisions } from './grid.ts'

const feature = (name: string) => ({ name, range: [0, 1] })

function axesFor(chosen: { x?: string; y?: string }, ...names: string[]): Axes {
  const axes = axesOf(chosen, { features: names.map(feature), sample: names.map(() => 0) })
  if (axes === undefined) throw new Error('there are axes')
  return axes
}

const label = (name: string, proba = 0.5): Decided => ({ is: 'label', label: name, proba })
const three = axesFor({ x: 'c', y: 'a' }, 'a', 'b', 'c')

test('a cell asks for the row in its middle, the other features as they are', () => {
  const rows = rowsBetween([0, 'as it is', 0], three, { columns: 2, rows: 4, from: 1, to: 2 })
  const [low = 0, high = 0] = three.x.span
  const width = high - low
  expect(rows).toEqual([
    [low + 0.375 * width, 'as it is', low + 0.25 * width],
    [low + 0.375 * width, 'as it is', low + 0.75 * width],
  ])
})

test('a single feature is asked for along one line', () => {
  expect(rowsBetween([0], axesFor({}, 'a'), { columns: 3, rows: 1, from: 0, to: 1 })).toHaveLength(3)
})

test('decisions come into their lines, and what is finer shows them until it knows better', () => {
  const [rose, lily] = [label('rose'), label('lily')]
  const grid = withDecisions(emptyGrid({ columns: 2, rows: 2 }), 1, [rose, lily])
  expect(grid.cells).toEqual([undefined, undefined, rose, lily])
  const fine = resized(grid, { columns: 4, rows: 2 })
  expect(fine.cells).toEqual([...new Array(4).fill(undefined), rose, rose, lily, lily])
})

test('shares of the map, the largest first', () => {
  const cells = [label('lily'), label('rose'), label('rose'), undefined]
  expect(sharesOf({ columns: 2, rows: 2, cells })).toEqual([
    ['rose', 0.5],
    ['lily', 0.25],
  ])
  const dots = ['iris', 'rose', 'iris'].map((name) => ({ label: name }))
  expect(sharesOf({ columns: 1, rows: 1, cells: [label('rose')] }, dots)).toEqual([
    ['rose', 1],
    ['iris', 0],
  ])
})

test('values have a lowest and a highest, labels have none', () => {
  const values: Decided[] = [3, -1, 7].map((value) => ({ is: 'value', value }))
  expect(valuesOn({ columns: 2, rows: 2, cells: [...values, undefined] })).toEqual([-1, 7])
  expect(valuesOn({ columns: 1, rows: 1, cells: [label('rose')] })).toBeUndefined()
})
