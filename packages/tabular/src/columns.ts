import type { Feature } from './feature.ts'
import { listed, printable } from './shown.ts'
import { TableError } from './table-error.ts'

/** What the names of a table's columns say about one feature. */
export type Match =
  | { is: 'found'; column: number }
  | { is: 'missing' }
  /** several columns fit, and nothing tells which one is meant */
  | { is: 'ambiguous'; columns: readonly number[] }
  /** the name fits, but says another unit in brackets */
  | { is: 'other-unit'; column: number; unit: string }

type Named = Pick<Feature, 'name' | 'unit'>

/**
 * Finds the column of each feature: by its exact name, then by its name without regard to capitals, separators and the
 * unit, which may stand in brackets or behind it (`Body height [cm]`, `BodyHeightCm` and `body_height` are one).
 * @param chosen column names by feature, where somebody has said which one it is
 */
export function matchColumns(
  features: readonly Named[],
  columns: readonly string[],
  chosen: ReadonlyMap<string, string> = new Map(),
): Match[] {
  const names = new Set(features.map(({ name }) => name))
  const plains = columns.map((column) => plain(withoutUnit(column)))
  return features.map((feature) => {
    const exact = chosen.get(feature.name) ?? feature.name
    const named = placesOf(columns, (column) => column === exact)
    if (named.length > 0 || chosen.has(feature.name)) return matchOf(named)
    const alike = [plain(feature.name), plain(feature.name + (feature.unit ?? ''))]
    // A column that has another feature's own name is that one.
    const fitting = placesOf(columns, (column, i) => alike.includes(plains[i] ?? '') && !names.has(column))
    const [column = -1] = fitting
    const unit = fitting.length === 1 ? unitOf(columns[column] ?? '') : undefined
    if (unit !== undefined && feature.unit && plain(unit) !== plain(feature.unit)) {
      return { is: 'other-unit', column, unit }
    }
    return matchOf(fitting)
  })
}

function placesOf(columns: readonly string[], fits: (column: string, i: number) => boolean): number[] {
  return columns.flatMap((column, i) => (fits(column, i) ? [i] : []))
}

function matchOf(columns: readonly number[]): Match {
  const [column] = columns
  if (column === undefined) return { is: 'missing' }
  return columns.length === 1 ? { is: 'found', column } : { is: 'ambiguous', columns }
}

export type ColumnOptions = {
  chosen?: ReadonlyMap<string, string>
  /** how to say which column is meant, for messages */
  advice?: (feature: string, column: string) => string
}

/**
 * The column of each feature.
 * @throws TableError that names every feature without a column, or the columns that may be the same feature
 */
export function columnsOf(
  features: readonly Named[],
  columns: readonly string[],
  { chosen = new Map(), advice = () => 'rename it' }: ColumnOptions = {},
): number[] {
  for (const name of chosen.keys()) {
    if (features.some((feature) => feature.name === name)) continue
    throw new TableError(
      `no feature is named ${printable(name)}, expected one of ${listed(namesOf(features))}`,
    )
  }
  const matches = matchColumns(features, columns, chosen)
  const missing = features.filter((_, i) => matches[i]?.is === 'missing')
  if (missing.length > 0) {
    const [first = ''] = namesOf(missing)
    const found = columns.length === 0 ? 'the names, as there are none' : listed(columns)
    throw new TableError(
      `no column for ${listed(namesOf(missing))} among ${found}; ${advice(first, 'COLUMN')}`,
    )
  }
  return matches.map((match, i) => {
    if (match.is === 'found') return match.column
    const feature = features[i] ?? { name: '' }
    throw new TableError(problemOf(match, feature, columns, advice))
  })
}

/** What is wrong with a match, in words. */
function problemOf(
  match: Exclude<Match, { is: 'found' }>,
  { name, unit }: Named,
  columns: readonly string[],
  advice: (feature: string, column: string) => string,
): string {
  switch (match.is) {
    case 'missing':
      return `no column for ${name}`
    case 'other-unit': {
      const column = printable(columns[match.column] ?? '')
      return (
        `column ${column} says ${printable(match.unit)}, but ${name} is in ${unit}; ` +
        `convert it, or to take it as it is: ${advice(name, column)}`
      )
    }
    case 'ambiguous': {
      const found = match.columns.map((column) => columns[column] ?? '')
      const [first = ''] = found
      const places = match.columns.map((column) => column + 1).join(' and ')
      if (new Set(found).size < found.length) {
        return `columns ${places} are both named ${printable(first)}, expected one for ${name}; rename or remove the others`
      }
      return `${name} may be any of ${listed(found)}; ${advice(name, 'COLUMN')}`
    }
  }
}

const namesOf = (features: readonly Named[]) => features.map(({ name }) => name)

/** What stands in brackets at the end of a name. */
const BRACKETS = /\s*[([]([^()[\]]*)[)\]]\s*$/

const unitOf = (column: string): string | undefined => BRACKETS.exec(column)?.[1] || undefined
const withoutUnit = (column: string) => column.replace(BRACKETS, '')

/** Letters and digits alone; signs that units are made of stay. */
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}%°/²³]+/gu, '')

/**
 * Refuses names for new columns that the table has already.
 * @throws TableError
 */
export function checkNewColumns(added: readonly string[], columns: readonly string[], advice: string) {
  const taken = added.filter((name) => columns.includes(name))
  if (taken.length === 0) return
  throw new TableError(
    `the input already has ${taken.length === 1 ? 'a column' : 'columns'} named ${listed(taken)}; ${advice}`,
  )
}
