import type { Manifest } from '@sepal/ensemble'

/** A row as it is sent. */
export type SampleRow = readonly (number | string | boolean)[]

/** Number of different rows. */
export const ROW_COUNT = 32

type Entry = Manifest['features'][string]

/** Spreads values over an interval without a repeating pattern (the fraction of the golden ratio). */
const GOLDEN = 0.618033988749895

/** Rows of plausible values, numbers with one decimal, the same ones every time. */
export function sampleRows({ features }: Pick<Manifest, 'features'>): SampleRow[] {
  return Array.from({ length: ROW_COUNT }, (_, row) =>
    Object.values(features).map((entry, feature) => valueAt(entry, ((row + 1) * (feature + 1) * GOLDEN) % 1)),
  )
}

const TEXTS = ['cancel', 'stay', 'a note of some length, as people write them']

/** @param share how far along its range the value is, 0 to 1 */
function valueAt({ number, integer, boolean, category, text }: Entry, share: number): SampleRow[number] {
  const pick = (values: readonly string[]) => values[Math.floor(share * values.length)] ?? ''
  if (category) return pick(Object.keys(category))
  if (text) return pick(TEXTS)
  if (boolean) return share < 0.5
  const [low = 0, high = 1] = (integer ?? number)?.range ?? []
  const value = low + (high - low) * share
  return integer ? Math.round(value) : Math.round(value * 10) / 10
}

/** The numbers of `count` rows from `first` on, wrapping around. */
export function rowNumbers(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (first + i) % ROW_COUNT)
}

/** `{"data":[…]}` with the rows of these numbers. */
export function requestBody(rows: readonly SampleRow[], numbers: readonly number[]): string {
  return JSON.stringify({ data: numbers.map((number) => rows[number]) })
}
