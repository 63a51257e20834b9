import { Flag } from '../features/numeric.ts'
import { valueCombiner } from './one-value.ts'
import type { Strategy } from './strategy.ts'

/** The greatest of the values. */
export const max: Strategy<'max', typeof Flag, 'value', 'value'> = {
  tag: 'max',
  options: Flag,
  takes: ['value'],
  route: 'value',
  bind: () => valueCombiner('The greatest of the values.', (values) => Math.max(...values)),
}
