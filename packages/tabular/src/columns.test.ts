import { describe, expect, test } from 'bun:test'
import { checkNewColumns, columnsOf, matchColumns } from './columns.ts'

const features = ['sepal_length', 'sepal_width'].map((name) => ({ name, unit: 'cm' }))
const advice = (feature: string, column: string) => `--column ${feature}=${column}`
const found = (columns: readonly string[], chosen: Record<string, string> = {}) =>
  columnsOf(features, columns, { chosen: new Map(Object.entries(chosen)), advice })

describe('the columns of the features are found', () => {
  test.each([
    [['id', 'sepal_width', 'sepal_length']],
    [['id', 'Sepal Width', 'Sepal-Length']],
    [['id', 'sepal width (cm)', 'sepal length (cm)']],
    [['id', 'SepalWidth', 'SepalLength [CM]']],
    [['Id', 'SepalWidthCm', 'SepalLengthCm']],
    [['', 'Sepal.Width', 'Sepal.Length']],
  ])('among %j', (columns) => expect(found(columns)).toEqual([2, 1]))

  test('by an exact name before one that is alike', () => {
    expect(found(['Sepal Length', 'sepal_length', 'sepal_width'])).toEqual([1, 2])
  })

  test('by what is chosen before an exact name', () => {
    expect(found(['sepal_length', 'sepal_width', 'w2'], { sepal_width: 'w2' })).toEqual([0, 2])
  })

  test('each in a column of its own, where features are named alike', () => {
    const alike = [{ name: 'a_b' }, { name: 'ab' }]
    expect(columnsOf(alike, ['ab', 'a_b'])).toEqual([1, 0])
    expect(matchColumns(alike, ['ab'])).toEqual([{ is: 'missing' }, { is: 'found', column: 0 }])
  })
})

describe('columns are refused', () => {
  test.each([
    [
      'without one',
      ['sepal_length'],
      {},
      'no column for sepal_width among sepal_length; --column sepal_width=COLUMN',
    ],
    [
      'with two that are alike',
      ['Sepal.Length', 'SEPAL LENGTH', 'sepal_width'],
      {},
      'sepal_length may be any of Sepal.Length, SEPAL LENGTH',
    ],
    [
      'with two of one name',
      ['sepal_width', 'sepal_length', 'sepal_width'],
      {},
      'columns 1 and 3 are both named sepal_width, expected one for sepal_width',
    ],
    [
      'with two of one name that is alike',
      ['x', 'Sepal Width', 'sepal_length', 'Sepal Width'],
      {},
      'columns 2 and 4 are both named Sepal Width',
    ],
    [
      'with two of the chosen name',
      ['w', 'sepal_length', 'w'],
      { sepal_width: 'w' },
      'columns 1 and 3 are both named w',
    ],
    [
      'in another unit',
      ['sepal length (mm)', 'sepal_width'],
      {},
      'column sepal length (mm) says mm, but sepal_length is in cm; convert it, or to take it as it is: --column sepal_length=sepal length (mm)',
    ],
    [
      'without the chosen one',
      ['sepal_length', 'sepal_width'],
      { sepal_width: 'w2' },
      'no column for sepal_width among',
    ],
    [
      'with a choice for no feature',
      ['sepal_length', 'sepal_width'],
      { color: 'w2' },
      'no feature is named color, expected one of sepal_length',
    ],
  ])('%s', (_, columns, chosen, message) => expect(() => found(columns, chosen)).toThrow(message))

  test('and other columns of one name are nobody’s business', () => {
    expect(found(['x', 'sepal_length', 'x', 'sepal_width'])).toEqual([1, 3])
  })

  test('and not all are told when there are many', () => {
    expect(() => found(Array.from({ length: 500 }, (_, i) => `c${i}`))).toThrow('c19 and 480 more')
  })

  test('without what a terminal would obey', () => {
    expect(() => found(['\x1b[2J', 'length'])).toThrow('among \uFFFD[2J, length;')
  })
})

test('a new column does not take the name of another', () => {
  expect(() => checkNewColumns(['label', 'proba'], ['id', 'label'], 'name it')).toThrow(
    'named label; name it',
  )
  checkNewColumns(['sepal_label'], ['id', 'label'], '')
})
