import { columnsOf, openTable, rowsIn, TableError } from '@sepal/tabular'
import type { Feature } from '../api/wire.ts'

/** A row that a model was trained on; values that are not numbers are NaN, and on no axis. */
export type Point = { values: readonly number[]; label: string }

/** The rows of a CSV that has columns for the features and the label. */
export function pointsIn(
  csv: string,
  labelColumn: string,
  { features }: { features: readonly Feature[] },
): Point[] {
  try {
    const table = openTable(csv, { features, isWhole: true })
    if (table === undefined) return []
    const wanted = [...features, { name: labelColumn, kind: 'text' as const }]
    const { rows } = rowsIn(csv, table, wanted, columnsOf(wanted, table.names))
    return rows.map((row) => ({
      values: row.slice(0, -1).map((value) => (typeof value === 'number' ? value : Number.NaN)),
      label: String(row.at(-1)),
    }))
  } catch (error) {
    if (error instanceof TableError) return []
    throw error
  }
}
