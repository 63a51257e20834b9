import type { Ensemble } from '../shell/ensemble.ts'

/** A row in the address: `5.1,3.5,1.4,0.2`. One that does not fit the ensemble is none. */
export function readRow(
  text: string | undefined,
  { sample }: Pick<Ensemble, 'sample'>,
): readonly number[] | undefined {
  if (text === undefined) return undefined
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  return numbers.length === sample.length && numbers.every(Number.isFinite) ? numbers : undefined
}

export const writeRow = (row: readonly number[]): string => row.join(',')

/** The row with another value for one feature. */
export const withValue = (row: readonly number[], index: number, value: number): readonly number[] =>
  row.map((old, i) => (i === index ? value : old))
