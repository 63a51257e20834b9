import { expect, test } from 'bun:test'
import { numberIn } from './number.ts'

test.each([
  ['5.1', 5.1],
  [' -3e-7 ', -3e-7],
  ['+.5', 0.5],
  ['5.', 5],
  ['1E2', 100],
  ['', undefined],
  ['.', undefined],
  ['5,1', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
  ['1e39', undefined],
])('%p is %p', (text, value) => {
  expect(numberIn(text)).toBe(value)
})
