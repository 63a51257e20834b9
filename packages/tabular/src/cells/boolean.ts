import type { CellKind } from './cell-kind.ts'

/** Capitals do not matter: R writes TRUE, pandas True, and 1.0 in a column with gaps. */
const WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', '1', '1.0'].map((word) => [word, true] as const),
  ...['false', 'no', '0', '0.0'].map((word) => [word, false] as const),
])

export const booleans: CellKind = {
  expected: 'true or false (also yes, no, 1, 0)',
  ofText: (text) => WORDS.get(text.trim().toLowerCase()),
  ofJson: (value) => (typeof value === 'boolean' ? value : ofNumber(value)),
  hasGapWords: true,
}

const ofNumber = (value: unknown) => (value === 1 ? true : value === 0 ? false : undefined)
