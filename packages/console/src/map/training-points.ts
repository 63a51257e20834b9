import Papa from 'papaparse'
import type { Feature } from '../api/wire.ts'

/** A row that a model was trained on. */
export type Point = { values: readonly number[]; label: string }

/** The rows of a CSV whose columns have the names of the features. */
export function pointsIn(
  csv: string,
  labelColumn: string,
  { features }: { features: readonly Feature[] },
): Point[] {
  const [header = [], ...lines] = Papa.parse<string[]>(csv.trim(), { delimiter: ',' }).data
  const columns = features.map(({ name }) => header.indexOf(name))
  const labelAt = header.indexOf(labelColumn)
  if (labelAt < 0 || columns.includes(-1)) return []
  return lines
    .map((cells) => ({ values: columns.map((at) => Number(cells[at])), label: cells[labelAt] ?? '' }))
    .filter(({ values }) => values.every(Number.isFinite))
}
