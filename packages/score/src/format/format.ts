import type { BadLine, Position } from '../input/blocks.ts'

/** A value in a scored row: text, or a number that is written with all its digits. */
export type Cell = string | number

/** What a row is, or what is wrong with it. */
export type Read = { row: number[] } | { reason: string }

/** How rows are written in a file. */
export interface Format {
  readonly name: 'csv' | 'ndjson'
  /** where the first record is */
  readonly begin: Position
  /** what comes before the first scored record */
  readonly head: string
  isOpenAfter(line: string, wasOpen: boolean): boolean
  /** Reads the numbers of a record, in the order of the features. */
  read(record: string): Read
  /** The record as it was, with the scores behind. */
  write(record: string, scores: readonly Cell[]): string
  /** One line of the file of bad lines; without an argument its head. */
  writeBad(line?: BadLine): string
}
