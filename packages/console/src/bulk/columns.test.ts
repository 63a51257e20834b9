import { describe, expect, test } from 'bun:test'
import { columnsOf, headerOf, rowIn } from './columns.ts'

const features = ['sepal_length', 'petal_length'].map((name) => ({ name }))
const columnsIn = (...cells: string[]) => columnsOf(headerOf(cells), features)

describe('the columns of the features', () => {
  test.each([
    [
      ['sepal_length', 'petal_length'],
      [0, 1],
    ],
    [
      ['id', 'Petal Length (cm)', 'Sepal Length (cm)'],
      [2, 1],
    ],
    [
      ['petallength', 'SEPAL-LENGTH'],
      [1, 0],
    ],
    [
      ['Sepal_Length', 'sepal_length', 'petal length', 'PETAL LENGTH'],
      [1, undefined],
    ],
    [
      ['length', 'petal'],
      [undefined, undefined],
    ],
    [
      ['5.1', '1.4'],
      [0, 1],
    ],
    [
      ['5.1', '1.4', '7'],
      [undefined, undefined],
    ],
    [[], [undefined, undefined]],
  ])('of %j are %j', (cells, columns) => {
    expect(columnsIn(...cells)).toEqual(columns)
  })

  test('without names are numbered', () => {
    expect(headerOf(['5.1', '-1e3'])).toEqual({ names: ['column 1', 'column 2'], isLine: false })
  })
})

describe('a line', () => {
  test.each([
    [
      ['x', '5.1', ' 1e2 '],
      [5.1, 100],
    ],
    [['x', '5.1'], 'petal_length is missing, expected a number'],
    [['x', '', '1'], 'sepal_length is missing, expected a number'],
    [['x', '1', '5,1'], 'petal_length is "5,1", expected a number'],
    [['x', '1e39', '1'], 'sepal_length is "1e39", expected a number'],
    [['x', 'NaN', '1'], 'sepal_length is "NaN", expected a number'],
  ])('%j is %j', (cells, row) => {
    expect(rowIn(cells, [1, 2], features)).toEqual(row)
  })
})
