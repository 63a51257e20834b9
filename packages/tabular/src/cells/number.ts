import type { CellKind } from './cell-kind.ts'

const DECIMAL = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/
const DECIMAL_COMMA = /^\s*[-+]?\d*,\d+\s*$/

/** Digits and powers of ten up to here are exact, and so their quotient is the nearest number (Clinger, 1990). */
const EXACT_DIGITS = 15
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent)
const [MINUS, POINT, ZERO, NINE] = [0x2d, 0x2e, 0x30, 0x39]

/** The number that a text says; `undefined` for what is none, and for what float32 cannot hold. */
export function numberIn(text: string): number | undefined {
  return DECIMAL.test(text) ? withinFloat32(Number(text)) : undefined
}

/** The same for a part of a text, without cutting it out where it is short and plain, as most numbers are. */
export function numberBetween(text: string, from: number, to: number): number | undefined {
  const isNegative = text.charCodeAt(from) === MINUS
  let value = 0
  let digits = 0
  let decimals = -1
  for (let at = isNegative ? from + 1 : from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code >= ZERO && code <= NINE) {
      value = value * 10 + code - ZERO
      digits += 1
      if (decimals >= 0) decimals += 1
    } else if (code === POINT && decimals < 0) decimals = 0
    else return numberIn(text.slice(from, to))
  }
  if (digits === 0 || digits > EXACT_DIGITS) return numberIn(text.slice(from, to))
  if (decimals > 0) value /= POWERS[decimals] ?? 1
  return isNegative ? -value : value
}

/** The largest finite float32. */
const FLOAT32_MAX = 2 ** 128 - 2 ** 104

/**
 * A number as float32 can hold it; `undefined` beyond. The largest float32 is often printed as 3.4028235e38, which is
 * a little more than it is and stands for it.
 */
export function withinFloat32(value: number): number | undefined {
  if (value >= -FLOAT32_MAX && value <= FLOAT32_MAX) return value
  const nearest = Math.fround(value)
  return Number.isFinite(nearest) ? nearest : undefined
}

export const numbers: CellKind = {
  expected: 'a number that fits float32',
  ofText: numberIn,
  ofJson: (value) => (typeof value === 'number' ? withinFloat32(value) : undefined),
  hint: (text) =>
    DECIMAL_COMMA.test(text) ? `with a decimal point: ${text.trim().replace(',', '.')}` : undefined,
  hasGapWords: true,
}
