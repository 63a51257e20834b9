import { Flag } from '../features/numeric.ts'
import { valueCombiner } from './one-value.ts'
import type { Strategy } from './strategy.ts'

/** The least of the values. */
export const min: Strategy<'min', typeof Flag, 'value', 'value'> = {
  tag: 'min',
  options: Flag,
  takes: ['value'],
  route: 'value',
  bind: () => valueCombiner('The least of the values.', (values) => Math.min(...values)),
}
