import { expect, test } from 'bun:test'
import { RowCodec } from '@sepal/ensemble'
import { numbersFault } from './numbers-fault.ts'

const { features } = new RowCodec({
  features: {
    age: { integer: {} },
    income: { number: { missing: {} } },
    plan: { category: { basic: {}, pro: {} } },
    member: { boolean: {} },
    note: { text: { missing: {} } },
  },
})
const good = [44, 100, 1, 0, 0]

test.each<[string, number[], string | undefined]>([
  ['a row', good, undefined],
  ['gaps where they may be', [44, Number.NaN, 1, 0, Number.NaN], undefined],
  ['a gap where none may be', [Number.NaN, 100, 1, 0, 0], 'age is NaN, expected a finite number'],
  ['infinity', [44, Number.POSITIVE_INFINITY, 1, 0, 0], 'income is Infinity, expected a finite number'],
  ['a category that does not exist', [44, 100, 2, 0, 0], 'plan is 2, expected a place below 2'],
  ['half a boolean', [44, 100, 1, 0.5, 0], 'member is 0.5, expected a place below 2'],
  ['a text that did not come along', [44, 100, 1, 0, 1], 'note is 1, expected a place below 1'],
])('%s', (_, row, fault) => {
  const numbers = Float64Array.from([...good, ...row])
  expect(numbersFault({ numbers, texts: ['hello'] }, features)).toBe(fault)
})
