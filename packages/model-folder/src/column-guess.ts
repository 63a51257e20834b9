/** A table as text: the names of its columns, and some rows. */
export type TableSample = { names: readonly string[]; rows: readonly (readonly string[])[] }

/** A feature's entry in a manifest. */
export type FeatureGuess = {
  kind: 'number' | 'integer' | 'boolean' | 'category' | 'text'
  values: string[]
  range: [number, number] | undefined
  mayBeMissing: boolean
}

/** A column of text with more different values than this is no category. */
const MAX_VALUES = 30
const GAPS = new Set(['', 'na', 'n/a', 'nan', 'null', 'none'])

export const isGap = (cell: string) => GAPS.has(cell.trim().toLowerCase())

/** What a column of a table seems to hold. */
export function guessColumn(cells: readonly string[]): FeatureGuess {
  const values = cells.map((cell) => cell.trim()).filter((cell) => !isGap(cell))
  const mayBeMissing = values.length < cells.length
  const distinct = [...new Set(values)].toSorted()
  if (distinct.length > 0 && distinct.every((value) => /^(true|false)$/i.test(value))) {
    return { kind: 'boolean', values: [], range: undefined, mayBeMissing }
  }
  const numbers = values.map(Number)
  if (values.length > 0 && numbers.every(Number.isFinite)) {
    const range: [number, number] = [
      numbers.reduce((a, b) => Math.min(a, b)),
      numbers.reduce((a, b) => Math.max(a, b)),
    ]
    return { kind: numbers.every(Number.isInteger) ? 'integer' : 'number', values: [], range, mayBeMissing }
  }
  // A few values that come again and again.
  const isCategory = distinct.length <= MAX_VALUES && distinct.length * 2 <= Math.max(values.length, 1)
  return {
    kind: isCategory && distinct.length > 0 ? 'category' : 'text',
    values: isCategory ? distinct : [],
    range: undefined,
    mayBeMissing,
  }
}
