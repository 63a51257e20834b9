import { numberIn } from '@sepal/tabular'
import type { Ensemble } from '../shell/ensemble.ts'

/** A row in the address: `5.1,3.5,1.4,0.2`. One that does not fit the ensemble is none. */
export function readRow(
  text: string | undefined,
  { sample }: Pick<Ensemble, 'sample'>,
): readonly number[] | undefined {
  if (text === undefined) return undefined
  const numbers = text.split(',').map(numberIn)
  const row = numbers.filter((value) => value !== undefined)
  return numbers.length === sample.length && row.length === sample.length ? row : undefined
}

export const writeRow = (row: readonly number[]): string => row.join(',')

/** The row with another value for one feature. */
export const withValue = (row: readonly number[], index: number, value: number): readonly number[] =>
  row.map((old, i) => (i === index ? value : old))
