import { expect, test } from 'bun:test'
import { readRow, withValue, writeRow } from './row.ts'

const sample = [1, 2]

test.each([
  ['5.1,-3e-7', [5.1, -3e-7]],
  [undefined, undefined],
  ['', undefined],
  ['1', undefined],
  ['1,2,3', undefined],
  ['1,', undefined],
  ['1,two', undefined],
  ['1,Infinity', undefined],
])('%p is the row %j', (text, row) => {
  expect(readRow(text, { sample })).toEqual(row)
})

test('a row that is written is read as it was', () => {
  const row = withValue(sample, 1, 0.1 + 0.2)
  expect(readRow(writeRow(row), { sample })).toEqual(row)
})
