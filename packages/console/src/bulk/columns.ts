import { type Match, matchColumns, type Table } from '@sepal/tabular'
import type { Feature } from '../api/wire.ts'

/** For each feature the column that it is in; nothing where the names do not tell. */
export type Columns = readonly (number | undefined)[]

export const isComplete = (columns: Columns): columns is readonly number[] => !columns.includes(undefined)

/** Finds the features by the columns' names, or by their order when there are as many columns and no names. */
export function columnsIn(table: Table, features: readonly Feature[]): Columns {
  return matchesIn(table, features).map((match) => (match.is === 'found' ? match.column : undefined))
}

/** Why the names of the columns do not tell where a feature is, for each of which they do not. */
export function doubtsIn(table: Table, features: readonly Feature[]): readonly (string | undefined)[] {
  return matchesIn(table, features).map((match, i) => doubtOf(match, features[i]))
}

function doubtOf(match: Match, feature: Feature | undefined): string | undefined {
  switch (match.is) {
    case 'found':
      return undefined
    case 'missing':
      return 'no column of this name'
    case 'ambiguous':
      return `${match.columns.length} columns of this name`
    case 'other-unit':
      return `its column is in ${match.unit}${feature && 'unit' in feature ? `, expected ${feature.unit}` : ''}`
  }
}

function matchesIn({ names, hasHeader }: Table, features: readonly Feature[]): readonly Match[] {
  if (hasHeader) return matchColumns(features, names)
  const isInOrder = names.length === features.length
  return features.map((_, column) => (isInOrder ? { is: 'found', column } : { is: 'missing' }))
}

/** A column's name, with its place where another has the same. */
export function columnLabel(names: readonly string[], column: number): string {
  const name = names[column] ?? ''
  const isAlone = name !== '' && names.indexOf(name) === names.lastIndexOf(name)
  return isAlone ? name : `${name} (column ${column + 1})`.trim()
}
