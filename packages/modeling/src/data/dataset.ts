import { columnsOf, openTable, rowsIn, type Table, TableError, textOfFile } from '@sepal/tabular'
import { InputError } from '../input-error.ts'

/** Rows of numbers [N, F] and each row's label [N]. */
export type Dataset = { rows: number[][]; labels: string[] }

/** Which columns of a file to read, by the names in its header. */
export type Columns = { features: readonly string[]; label: string }

/**
 * Reads a data set from a CSV, NDJSON or a JSON array, in UTF-8 or UTF-16. Other columns are left out.
 * @throws InputError naming the column or the line, what was found and what was expected
 */
export function readDataset(bytes: Uint8Array, columns: Columns): Dataset {
  try {
    return datasetIn(textOfFile(bytes), columns)
  } catch (cause) {
    if (cause instanceof TableError) throw new InputError(`the data file: ${cause.message}`, { cause })
    throw cause
  }
}

function datasetIn(text: string, { features, label }: Columns): Dataset {
  const numbers = features.map((name) => ({ name }))
  const wanted = [...numbers, { name: label, kind: 'text' as const }]
  const table: Table | undefined = openTable(text, { features: wanted, isWhole: true })
  if (table === undefined) throw new TableError('it is empty')
  const { rows, bad } = rowsIn(text, table, wanted, columnsOf(wanted, table.names))
  const [first] = bad
  if (first !== undefined) throw new TableError(`line ${first.start.line + 1}: ${first.reason}`)
  if (rows.length === 0) throw new TableError('it has a header but no rows')
  return {
    rows: rows.map((row) => row.slice(0, -1).map(Number)),
    labels: rows.map((row) => String(row.at(-1)).trim()),
  }
}
