import { openTable, rowsIn, TableError } from '@sepal/tabular'
import type { TableSample } from './column-guess.ts'

/**
 * Reads a CSV with a header, every cell as text; a gap is an empty one.
 * @throws TableError when it is no such table, or a line has not as many cells as the header
 */
export function readSample(text: string): TableSample {
  const table = openTable(text, { isWhole: true, features: [], format: 'csv' })
  if (table === undefined) throw new TableError('it is empty')
  const { names } = table
  const columns = names.map((_, column) => column)
  const features = names.map((name) => ({ name, kind: 'text' as const, missing: {} }))
  const { rows, bad } = rowsIn(text, table, features, columns)
  const [first] = bad
  if (first) throw new TableError(`line ${first.start.line + 1}: ${first.reason}`)
  return { names, rows: rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))) }
}
