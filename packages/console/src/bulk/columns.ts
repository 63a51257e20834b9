import { matchColumns, type Table } from '@sepal/tabular'
import type { Feature } from '../api/wire.ts'

/** For each feature the column that it is in; nothing where the names do not tell. */
export type Columns = readonly (number | undefined)[]

export const isComplete = (columns: Columns): columns is readonly number[] => !columns.includes(undefined)

/** Finds the features by the columns' names, or by their order when there are as many columns and no names. */
export function columnsIn({ names, hasHeader }: Table, features: readonly Feature[]): Columns {
  if (!hasHeader) return features.map((_, i) => (names.length === features.length ? i : undefined))
  return matchColumns(features, names).map((match) => (match.is === 'found' ? match.column : undefined))
}

/** A column's name, with its place where another has the same. */
export function columnLabel(names: readonly string[], column: number): string {
  const name = names[column] ?? ''
  const isAlone = name !== '' && names.indexOf(name) === names.lastIndexOf(name)
  return isAlone ? name : `${name} (column ${column + 1})`.trim()
}
