import { expect, test } from 'bun:test'
import { figure, megabytes } from './figures.ts'

test.each([
  [12_345.6, '12,346'],
  [100, '100'],
  [99.94, '99.9'],
  [0.12345, '0.123'],
  [0, '0'],
  [undefined, '-'],
  [Number.NaN, '-'],
  [Number.POSITIVE_INFINITY, '-'],
])('%p is written %p', (value, text) => {
  expect(figure(value)).toBe(text)
})

test('bytes are written as megabytes', () => {
  expect(megabytes(123_456_789)).toBe('123')
  expect(megabytes(undefined)).toBe('-')
})
