import { type BadLine, type Feature, quotedCell, type Table } from '@sepal/tabular'
import { bytes } from './input/bytes.ts'

/** How the input is read and the output written. */
export type Format = {
  table: Table
  features: readonly Feature[]
  /** the column of each feature */
  columns: readonly number[]
  /** the names of the new columns */
  added: readonly string[]
}

/** One line of the file of bad lines; without an argument its head. */
export function badLineText({ table }: Format, bad?: BadLine): string {
  if (table.format !== 'csv') {
    if (bad === undefined) return ''
    const { start, reason, text } = bad
    return bytes.encode(`${JSON.stringify({ line: start.line + 1, reason, text: bytes.decode(text) })}\n`)
  }
  if (bad === undefined) return 'line,reason,text\n'
  return `${[`${bad.start.line + 1}`, bytes.encode(bad.reason), bad.text].map((cell) => quotedCell(cell)).join(',')}\n`
}
