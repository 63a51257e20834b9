import { expect, test } from 'bun:test'
import { checkNewColumns, columnsOf } from './columns.ts'

const features = ['sepal_length', 'sepal_width'].map((name) => ({ name, unit: 'cm' }))
const found = (columns: readonly string[], chosen: Record<string, string> = {}) =>
  columnsOf(features, columns, new Map(Object.entries(chosen)))

test.each([
  [['id', 'sepal_width', 'sepal_length']],
  [['id', 'Sepal Width', 'Sepal-Length']],
  [['id', 'sepal width (cm)', 'sepal length (cm)']],
  [['id', 'SepalWidth', 'SepalLength [cm]']],
])('features are found among %j', (columns) => expect(found(columns)).toEqual([2, 1]))

test('an exact name wins over one that is alike', () => {
  expect(found(['Sepal Length', 'sepal_length', 'sepal_width'])).toEqual([1, 2])
})

test('a chosen column wins over an exact name', () => {
  expect(found(['sepal_length', 'sepal_width', 'w2'], { sepal_width: 'w2' })).toEqual([0, 2])
})

test.each([
  [
    ['sepal_length'],
    {},
    'no column for sepal_width among sepal_length; --column sepal_width=COLUMN says which',
  ],
  [
    ['Sepal.Length', 'SEPAL LENGTH', 'sepal_width'],
    {},
    'sepal_length may be any of Sepal.Length, SEPAL LENGTH',
  ],
  [['sepal_length', 'sepal_width'], { sepal_width: 'w2' }, 'no column for sepal_width among'],
  [
    ['sepal_length', 'sepal_width'],
    { color: 'w2' },
    '--column names the feature color, expected one of sepal_length',
  ],
])('%j with %j is refused', (columns, chosen, message) => {
  expect(() => found(columns, chosen)).toThrow(message)
})

test('many columns are not all told', () => {
  const columns = Array.from({ length: 500 }, (_, i) => `c${i}`)
  expect(() => found(columns)).toThrow('c19 and 480 more')
})

test('what a terminal would obey is not told', () => {
  expect(() => found(['\x1b[2J', 'length'])).toThrow('among \uFFFD[2J, length;')
})

test('a new column does not take the name of another', () => {
  expect(() => checkNewColumns(['label', 'proba'], ['id', 'label'])).toThrow('--prefix TEXT')
  checkNewColumns(['sepal_label'], ['id', 'label'])
})
