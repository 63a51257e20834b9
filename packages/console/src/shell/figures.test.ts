import { expect, test } from 'bun:test'
import { amount, bytes, compact, decimalsOf, duration, percent, rate, shortest, valueIn } from './figures.ts'

test.each([
  [0, '< 0.01 ms'],
  [4.8e-13, '< 0.01 ms'],
  [0.412, '0.41 ms'],
  [1.26, '1.3 ms'],
  [12.3, '12 ms'],
  [2300, '2.3 s'],
  [12_300, '12 s'],
  [59_400, '59 s'],
  [59_600, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%d ms as %p', (ms, text) => {
  expect(duration(ms).replaceAll('\u00a0', ' ')).toBe(text)
})

test.each([
  [0, '0'],
  [0.04, '0.04'],
  [12.34, '12.3'],
  [1234.5, '1,235'],
])('a rate of %d as %p', (value, text) => {
  expect(rate(value)).toBe(text)
})

test.each([
  [1234.5678, 'EUR', '1,234.6 EUR'],
  [-0.0712345, '', '-0.071235'],
  [0, 'cm', '0 cm'],
  [3.21e-9, '', '3.21e-9'],
  [1.5e12, '', '1500000000000'],
])('a value of %d %s as %p', (value, unit, text) => {
  expect(amount(value, unit).replaceAll('\u00a0', ' ')).toBe(text)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1234, '1.2 kB'],
  [4_830_000, '4.8 MB'],
  [123_000_000, '123 MB'],
  [5e12, '5000 GB'],
])('a size of %d bytes as %p', (size, text) => {
  expect(bytes(size).replaceAll('\u00a0', ' ')).toBe(text)
})

test.each([
  [10.170000076293945, '10.17'],
  [0.008313000202178955, '0.008313'],
  [0.1, '0.1'],
  [1 / 3, '0.3333333333333333'],
  [Math.fround(1 / 3), '0.33333334'],
  [16_777_216, '16777216'],
  [-3e-9, '-3e-9'],
  [0, '0'],
])('%d is written %s', (value, text) => {
  expect(shortest(value)).toBe(text)
})

test('values with little room', () => {
  expect([0, 0.25, -50_000, 1_250_000, 2e-5].map(compact)).toEqual(['0', '0.25', '-50K', '1.25M', '0.00002'])
})

test('shares as percent', () => {
  expect([0, 0.98503, 1].map(percent)).toEqual(['0.0\u00a0%', '98.5\u00a0%', '100.0\u00a0%'])
})

test.each([
  [[4.3, 7.9], 2],
  [[0, 900], 0],
  [[0, 0.001], 5],
  [[5, 5], 2],
  [[0, 0], 2],
  [[0, 1e-30], 10],
])('a range of %j is told apart by %d decimals', (range, decimals) => {
  expect(decimalsOf(range)).toBe(decimals)
})

test('a value in a range has no more digits than matter', () => {
  expect(valueIn([4.3, 7.9], 5.123456)).toBe(5.12)
})
