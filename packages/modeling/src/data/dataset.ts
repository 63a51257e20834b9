import { InputError } from '../input-error.ts'
import { at } from './element.ts'

/** Rows of numbers [N, F] and each row's label [N]. */
export type Dataset = { rows: number[][]; labels: string[] }

/** Which columns of a file to read, by the names in its header. */
export type Columns = { features: readonly string[]; label: string }

/**
 * Reads a data set from CSV: a header, then plain cells without quotes. Columns that are not asked for are left out.
 * @throws InputError naming the column or the line, what was found and what was expected
 */
export function readDataset(csv: string, { features, label }: Columns): Dataset {
  const [header = '', ...lines] = csv.trim().split(/\r?\n/)
  const columns = header.split(',').map((name) => name.trim())
  const positions = features.map((feature) => position(columns, feature, 'feature'))
  const labelPosition = position(columns, label, 'label')
  if (lines.length === 0) throw new InputError('the data file has a header but no rows')

  const rows: number[][] = []
  const labels: string[] = []
  lines.forEach((line, index) => {
    const cells = line.split(',').map((cell) => cell.trim())
    // The header is line 1.
    const place = `line ${index + 2}`
    if (cells.length !== columns.length) {
      throw new InputError(`${place} has ${cells.length} cells, expected ${columns.length}: "${line}"`)
    }
    rows.push(
      positions.map((column) => numberIn(at(cells, column), `${place}, column "${at(columns, column)}"`)),
    )
    labels.push(at(cells, labelPosition))
  })
  return { rows, labels }
}

function position(columns: string[], name: string, role: string): number {
  const found = columns.indexOf(name)
  if (found >= 0) return found
  throw new InputError(
    `the data file has no column for the ${role} "${name}"; its columns: ${columns.join(', ')}`,
  )
}

function numberIn(cell: string, place: string): number {
  const value = Number(cell)
  if (cell !== '' && Number.isFinite(value)) return value
  throw new InputError(`${place} is "${cell}", expected a finite number`)
}
