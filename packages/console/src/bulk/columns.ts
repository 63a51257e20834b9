import type { Feature } from '../api/wire.ts'
import { numberIn } from '../row/number.ts'

type Named = Pick<Feature, 'name'>

/** What the first line of a file says: the names of the columns, or that there are none. */
export type Header = { names: readonly string[]; isLine: boolean }

/** A first line of nothing but numbers is a row. */
export function headerOf(cells: readonly string[]): Header {
  const isLine = !cells.every((cell) => numberIn(cell) !== undefined)
  return { names: isLine ? cells : cells.map((_, i) => `column ${i + 1}`), isLine }
}

/** For each feature the column that it is in; nothing where no name is like its own. */
export type Columns = readonly (number | undefined)[]

/** Finds the features by the columns' names, or by their order when there are as many columns and no names. */
export function columnsOf({ names, isLine }: Header, features: readonly Named[]): Columns {
  if (!isLine) return features.map((_, i) => (names.length === features.length ? i : undefined))
  return features.map(({ name }) => {
    const exact = names.indexOf(name)
    if (exact >= 0) return exact
    const alike = names.flatMap((column, i) => (plain(column) === plain(name) ? [i] : []))
    return alike.length === 1 ? alike[0] : undefined
  })
}

/** `Body Height (cm)` and `body_height` are one name, as far as a person is concerned. */
const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/\(.*?\)/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '')

export const isComplete = (columns: Columns): columns is readonly number[] => !columns.includes(undefined)

/** A line's numbers in the order of the features, or what is wrong with it. */
export function rowIn(
  cells: readonly string[],
  columns: readonly number[],
  features: readonly Named[],
): readonly number[] | string {
  const row: number[] = []
  for (const [i, column] of columns.entries()) {
    const text = cells[column]?.trim() ?? ''
    const value = numberIn(text)
    if (value === undefined) {
      const found = text === '' ? 'missing' : JSON.stringify(text.slice(0, 40))
      return `${features[i]?.name} is ${found}, expected a number`
    }
    row.push(value)
  }
  return row
}
