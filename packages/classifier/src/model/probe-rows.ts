import type { Rows } from './rows.ts'
import type { Column, Signature } from './signature.ts'

/** How far from one end of its range to the other each probe's numbers lie. */
const PLACES = [0.5, 0.1, 0.9, 0.3, 0.7]

/** The sample and plausible rows around it, `[N, F]`: to see how a model treats rows that differ. */
export function probeRows({ columns, sample }: Signature, count: number): Rows {
  const rows = [[...sample.numbers]]
  for (let i = 1; i < count; i++) {
    rows.push(columns.map((column, place) => probe(column, sample.numbers[place] ?? Number.NaN, i)))
  }
  return { numbers: Float64Array.from(rows.flat()), texts: sample.texts }
}

function probe({ kind, values, range }: Column, value: number, i: number): number {
  // A gap, and a text, of which no other is known.
  if (Number.isNaN(value) || kind === 'text') return value
  if (kind === 'category') return (value + i) % values.length
  if (kind === 'boolean') return i % 2
  const [low, high] = range ?? [value / 2, value * 1.5 + 1]
  const number = low + (high - low) * (PLACES[i % PLACES.length] ?? 0.5)
  return kind === 'integer' ? Math.round(number) : number
}
