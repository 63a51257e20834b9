import type { Cutter, Position } from './blocks.ts'
import type { Cell, Feature } from './feature.ts'

/** What a record says of a row, or what is wrong with it. */
export type Read = { row: Cell[] } | { reason: string }

/** Reads the row of a record, in the order of the features. */
export type ReadRow = (record: string) => Read

/** A value of a new column; `null` is a gap. */
export type NewValue = number | string | boolean | null

/** A new column: a value for each record. */
export type NewColumn = readonly NewValue[]

/** A table, as far as the beginning of its text tells. */
export interface Table {
  readonly format: 'csv' | 'ndjson' | 'json'
  /** the columns; `column 1` and so on where there is no header */
  readonly names: readonly string[]
  readonly hasHeader: boolean
  /** where the first record is */
  readonly begin: Position
  /** Cuts the text from a position on into records. */
  cutter(from: Position): Cutter
  /**
   * @param columns the column of each feature
   * @param added names that a record must not have, where records have names of their own
   */
  reader(features: readonly Feature[], columns: readonly number[], added?: readonly string[]): ReadRow
  /** What comes before the first record when columns are added. */
  head(added: readonly string[]): string
  /** Records as they were, each with its values of the new columns behind it. */
  write(records: readonly string[], added: readonly string[], columns: readonly NewColumn[]): string
  /** A record that has no values for the new columns. */
  writeWithout(record: string, added: readonly string[]): string
}

/** What a table is opened with. */
export type TableOptions = {
  /** tell the delimiter, and what is a header */
  features: readonly Pick<Feature, 'name' | 'unit'>[]
  /** found in the header unless it is given */
  delimiter?: string
  /** whether the first line has the names; `guess`: it has, unless all its cells are numbers */
  header?: 'present' | 'absent' | 'guess'
  /** how to say that there is no header, for a message */
  headerAdvice?: string
}

/** The values of a column as JSON writes them: numbers all at once, which takes less than half as long as one by one. */
export function jsonTexts(column: NewColumn): string[] {
  if (column.length === 0) return []
  if (areNumbers(column)) return JSON.stringify(column).slice(1, -1).split(',')
  return column.map((value) => JSON.stringify(value))
}

export const areNumbers = (column: NewColumn): column is readonly number[] =>
  column.every((value) => typeof value === 'number')
