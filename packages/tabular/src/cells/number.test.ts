import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { numberBetween, numberIn } from './number.ts'

const within = (text: string) => numberBetween(`7,${text},7`, 2, 2 + text.length)

describe.each([
  ['a whole text', numberIn],
  ['a part of a text', within],
])('the number in %s', (_, read) => {
  test.each([
    '0',
    '5.1',
    '-5.1',
    '+5.1',
    '.5',
    '5.',
    '-.5',
    '1e3',
    '1E-3',
    ' 5.1 ',
    '-0',
    '007',
    '123456789012345678',
  ])('%j is what JavaScript says', (text) => expect(read(text)).toBe(Number(text)))

  test.each([
    '',
    ' ',
    '-',
    '.',
    '-.',
    '5,1',
    '1.2.3',
    '0x10',
    '0b1',
    'NaN',
    'Infinity',
    '1e39',
    '3.5e38',
    '1e',
    '١',
    '1_0',
    '--1',
  ])('%j is none', (text) => expect(read(text)).toBeUndefined())

  test('every number that float32 holds comes back as it was', () => {
    fc.assert(
      fc.property(fc.float({ noDefaultInfinity: true, noNaN: true }), (value) => {
        expect(read(String(value))).toBe(Object.is(value, -0) ? 0 : value)
      }),
    )
  })

  test('decimals are the nearest number', () => {
    const decimal = fc
      .tuple(fc.integer(), fc.stringMatching(/^\d{0,9}$/))
      .map(([whole, part]) => `${whole}.${part}`)
    fc.assert(fc.property(decimal, (text) => expect(read(text)).toBe(Number(text))))
  })
})

test('the largest float32, as it is usually printed, is that number', () => {
  expect(numberIn('3.4028235e38')).toBe(Math.fround(3.4028234663852886e38))
  expect(numberIn('-3.4028235e+38')).toBe(-Math.fround(3.4028234663852886e38))
})
