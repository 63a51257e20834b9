import { Flag } from '../features/numeric.ts'
import { valueCombiner } from './one-value.ts'
import type { Strategy } from './strategy.ts'

/** The value in the middle; of an even number of values, the mean of the two in the middle. */
export const median: Strategy<'median', typeof Flag, 'value', 'value'> = {
  tag: 'median',
  options: Flag,
  takes: ['value'],
  route: 'value',
  bind: () =>
    valueCombiner('The value in the middle.', (values) => {
      const sorted = values.toSorted((a, b) => a - b)
      const upper = sorted[sorted.length >> 1] ?? Number.NaN
      return sorted.length % 2 === 1
        ? upper
        : (sorted[(sorted.length >> 1) - 1] ?? Number.NaN) / 2 + upper / 2
    }),
}
