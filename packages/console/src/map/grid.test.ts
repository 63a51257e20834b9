import { expect, test } from 'bun:test'
import { axesOf } from './axes.ts'
import { emptyGrid, resized, rowsBetween, sharesOf, withDecisions } from './grid.ts'

const feature = (name: string) => ({ name, unit: '', range: [0, 1] })
const three = axesOf({ x: 'c', y: 'a' }, { features: [feature('a'), feature('b'), feature('c')] })

test('a cell asks for the row in its middle, the other features as they are', () => {
  const rows = rowsBetween([0, 7, 0], three, { columns: 2, rows: 4, from: 1, to: 2 })
  const [low = 0, high = 0] = three.x.span
  const width = high - low
  expect(rows).toEqual([
    [low + 0.375 * width, 7, low + 0.25 * width],
    [low + 0.375 * width, 7, low + 0.75 * width],
  ])
})

test('a single feature is asked for along one line', () => {
  const one = axesOf({}, { features: [feature('a')] })
  expect(rowsBetween([0], one, { columns: 3, rows: 1, from: 0, to: 1 })).toHaveLength(3)
})

test('decisions come into their lines, and what is finer shows them until it knows better', () => {
  const decisions = ['rose', 'lily'].map((label) => ({ label, proba: 0.5 }))
  const grid = withDecisions(emptyGrid({ columns: 2, rows: 2 }), 1, decisions)
  expect(grid.labels).toEqual([undefined, undefined, 'rose', 'lily'])
  const fine = resized(grid, { columns: 4, rows: 2 })
  expect(fine.labels).toEqual([...new Array(4).fill(undefined), 'rose', 'rose', 'lily', 'lily'])
  expect(fine.probas.slice(4)).toEqual([0.5, 0.5, 0.5, 0.5])
})

test('shares of the map, the largest first', () => {
  const labels = ['lily', 'rose', 'rose', undefined]
  expect(sharesOf({ columns: 2, rows: 2, labels, probas: [1, 1, 1, 0] })).toEqual([
    ['rose', 0.5],
    ['lily', 0.25],
  ])
  const dots = ['iris', 'rose', 'iris'].map((label) => ({ label }))
  expect(sharesOf({ columns: 1, rows: 1, labels: ['rose'], probas: [1] }, dots)).toEqual([
    ['rose', 1],
    ['iris', 0],
  ])
})
