import { expect, test } from 'bun:test'
import { openTable } from '@sepal/tabular'
import { columnLabel, columnsIn, doubtsIn } from './columns.ts'

const features = ['sepal_length', 'petal_length'].map((name) => ({ name, unit: 'cm', range: [0, 1] }))

test.each([
  ['id,Petal Length (cm),Sepal Length [cm]', [2, 1]],
  ['petal_length,sepal_length,petal_length', [1, undefined]],
  ['length,petal', [undefined, undefined]],
  ['5.1,1.4', [0, 1]],
  ['5.1,1.4,7', [undefined, undefined]],
])('the features in %s are columns %j', (header, columns) => {
  const table = openTable(`${header}\n1,2,3\n`, { features, header: 'guess', isWhole: true })
  expect(table && columnsIn(table, features)).toEqual(columns)
})

test.each([
  ['sepal_length,petal_length (mm)', [undefined, 'its column is in mm, expected cm']],
  ['sepal_length,id', [undefined, 'no column of this name']],
  ['sepal_length,sepal_length,petal_length', ['2 columns of this name', undefined]],
])('why names do not tell: %s', (header, doubts) => {
  const table = openTable(`${header}\n1,2,3\n`, { features, isWhole: true })
  expect(table && doubtsIn(table, features)).toEqual(doubts)
})

test('columns of one name can be told apart', () => {
  const names = ['a', 'b', 'a', '']
  expect(names.map((_, i) => columnLabel(names, i))).toEqual([
    'a (column 1)',
    'b',
    'a (column 3)',
    '(column 4)',
  ])
})
