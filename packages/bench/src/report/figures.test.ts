import { expect, test } from 'bun:test'
import { figure, megabytes, percent } from './figures.ts'

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

test('shares are written as percentages', () => {
  expect(percent(0.9749)).toBe('97.5 %')
  expect(percent(undefined)).toBe('-')
})
