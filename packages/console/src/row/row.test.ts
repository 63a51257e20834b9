import { expect, test } from 'bun:test'
import type { Feature } from '../api/wire.ts'
import { readRow, someValue, withValue, writeRow } from './row.ts'

const numbers: readonly Feature[] = [{ name: 'a' }, { name: 'b' }]
const mixed: readonly Feature[] = [
  { name: 'age', kind: 'integer', range: [18.5, 95] },
  { name: 'income', missing: {} },
  { name: 'plan', kind: 'category', values: ['basic', 'pro'], missing: {} },
  { name: 'member', kind: 'boolean' },
  { name: 'note', kind: 'text' },
]

test.each([
  ['5.1,-3e-7', [5.1, -3e-7]],
  [undefined, undefined],
  ['', undefined],
  ['1', undefined],
  ['1,2,3', undefined],
  ['1,', undefined],
  ['1,two', undefined],
  ['1,"2"', undefined],
  ['1,null', undefined],
  ['1,Infinity', undefined],
  ['1,1e39', undefined],
])('%p is the row %j of two numbers', (text, row) => {
  expect(readRow(text, { features: numbers })).toEqual(row)
})

test.each(['44,1.5,"pro",true,"a, \\"b\\"]"', '44,null,null,false,""'])(
  '%s is read, and written as it was',
  (text) => {
    const row = readRow(text, { features: mixed })
    expect(row && writeRow(row)).toBe(text)
  },
)

test.each([
  '44.5,1,"pro",true,""',
  'null,1,"pro",true,""',
  '44,1,"team",true,""',
  '44,1,"pro",1,""',
  '44,1,"pro",true,null',
])('%s does not fit the features', (text) => {
  expect(readRow(text, { features: mixed })).toBeUndefined()
})

test('every feature has a value to begin with, which fits it', () => {
  const row = mixed.map(someValue)
  expect(row).toEqual([19, 0, 'basic', false, ''])
  expect(readRow(writeRow(row), { features: mixed })).toEqual(row)
})

test('a row that is written is read as it was', () => {
  const row = withValue([1, 2], 1, 0.1 + 0.2)
  expect(readRow(writeRow(row), { features: numbers })).toEqual(row)
})
