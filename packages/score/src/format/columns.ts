import { UsageError } from '@sepal/command-line'

/** A feature as the proxy names it. */
export type Feature = { name: string; unit: string }

/**
 * Finds the column of each feature: by `--column`, then by its exact name, then by its name without regard to
 * capitals, separators and a unit in brackets (`Body height (cm)` is `body_height`).
 * @param chosen column names by feature, from the command line
 * @returns for each feature the index of its column
 * @throws UsageError that names every feature without a column
 */
export function columnsOf(
  features: readonly Feature[],
  columns: readonly string[],
  chosen: ReadonlyMap<string, string>,
): number[] {
  for (const name of chosen.keys()) {
    if (features.some((feature) => feature.name === name)) continue
    throw new UsageError(
      `--column names the feature ${name}, expected one of ${listed(features.map(nameOf))}`,
    )
  }
  const found = features.map(({ name }) => {
    const wanted = chosen.get(name)
    return wanted === undefined ? columnLike(name, columns) : columns.indexOf(wanted)
  })
  const missing = features.filter((_, i) => found[i] === -1).map(nameOf)
  if (missing.length > 0) {
    throw new UsageError(
      `no column for ${listed(missing)} among ${listed(columns)}; ` +
        `--column ${missing[0]}=COLUMN says which one it is`,
    )
  }
  return found
}

function columnLike(name: string, columns: readonly string[]): number {
  const exact = columns.indexOf(name)
  if (exact !== -1) return exact
  const alike = columns.flatMap((column, i) => (plain(column) === plain(name) ? [i] : []))
  if (alike.length > 1) {
    const names = listed(alike.map((i) => columns[i] ?? ''))
    throw new UsageError(`${name} may be any of ${names}; --column ${name}=COLUMN says which one it is`)
  }
  return alike[0] ?? -1
}

/** Refuses names for the scores that the file has already. */
export function checkNewColumns(added: readonly string[], columns: readonly string[]) {
  const taken = added.filter((name) => columns.includes(name))
  if (taken.length === 0) return
  throw new UsageError(
    `the input has ${taken.length === 1 ? 'a column' : 'columns'} ${listed(taken)} already; ` +
      '--prefix TEXT gives the new ones other names',
  )
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/\s*[([].*[)\]]\s*$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

const nameOf = ({ name }: Feature) => name

const MOST_LISTED = 20

function listed(names: readonly string[]): string {
  if (names.length <= MOST_LISTED) return names.map(printable).join(', ')
  return `${names.slice(0, MOST_LISTED).map(printable).join(', ')} and ${names.length - MOST_LISTED} more`
}

/** What is no CSV at all has anything for a name, also what a terminal would obey. */
const printable = (name: string) => name.replace(/\p{C}/gu, '\uFFFD')
