import type { Manifest } from '@sepal/ensemble'

/** Number of different rows. */
export const ROW_COUNT = 32

/** Spreads values over an interval without a repeating pattern (the fraction of the golden ratio). */
const GOLDEN = 0.618033988749895

/** Rows of plausible numbers with one decimal, the same ones every time. */
export function sampleRows({ features }: Pick<Manifest, 'features'>): number[][] {
  return Array.from({ length: ROW_COUNT }, (_, row) =>
    Object.values(features).map(({ number }, feature) => {
      const [low = 0, high = 1] = number?.range ?? []
      const share = ((row + 1) * (feature + 1) * GOLDEN) % 1
      return Math.round((low + (high - low) * share) * 10) / 10
    }),
  )
}

/** The numbers of `count` rows from `first` on, wrapping around. */
export function rowNumbers(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (first + i) % ROW_COUNT)
}

/** `{"data":[…]}` with the rows of these numbers. */
export function requestBody(rows: readonly number[][], numbers: readonly number[]): string {
  return JSON.stringify({ data: numbers.map((number) => rows[number]) })
}
