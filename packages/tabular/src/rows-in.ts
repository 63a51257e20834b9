import { type BadLine, BlockBuilder } from './blocks.ts'
import type { Cell, Feature } from './feature.ts'
import type { Table } from './table.ts'

/** The rows of a whole text, in their order, and the records that have none. */
export type Rows = { rows: Cell[][]; bad: BadLine[] }

/**
 * Reads a text that is all there.
 * @param text what the table was opened with
 * @param columns the column of each feature
 */
export function rowsIn(
  text: string,
  table: Table,
  features: readonly Feature[],
  columns: readonly number[],
): Rows {
  const read = table.reader(features, columns)
  const cutter = table.cutter(table.begin)
  const builder = new BlockBuilder(Number.POSITIVE_INFINITY)
  const blocks = [...cutter.push(text.slice(table.begin.offset), builder), ...cutter.end(builder)]
  const rows: Cell[][] = []
  const bad: BadLine[] = []
  for (const { texts, starts, bad: uncut, end } of blocks) {
    bad.push(...uncut)
    for (const [i, record] of texts.entries()) {
      const found = read(record)
      if ('row' in found) rows.push(found.row)
      else bad.push({ start: starts[i] ?? end, reason: found.reason, text: record })
    }
  }
  return { rows, bad: bad.sort((a, b) => a.start.offset - b.start.offset) }
}
