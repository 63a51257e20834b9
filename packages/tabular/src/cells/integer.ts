import type { CellKind } from './cell-kind.ts'

/** Columns of whole numbers with gaps are written with decimals by some tools, as pandas writes 44.0. */
const WHOLE = /^\s*[-+]?\d+(?:\.0*)?\s*$/

export const integers: CellKind = {
  expected: 'a whole number up to 2^53 - 1',
  ofText: (text) => (WHOLE.test(text) ? safe(Number(text)) : undefined),
  ofJson: (value) => (typeof value === 'number' ? safe(value) : undefined),
  hasGapWords: true,
}

const safe = (value: number) => (Number.isSafeInteger(value) ? value : undefined)
