import type { CellKind } from './cell-kind.ts'

/** Text is taken as it is: `NA` is a word, and only an empty cell is a gap. */
export const texts: CellKind = {
  expected: 'text',
  ofText: (text) => text,
  ofJson: (value) => (typeof value === 'string' ? value : undefined),
  hasGapWords: false,
}
