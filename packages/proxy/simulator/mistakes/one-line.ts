import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

export const oneLine: Mistake = {
  what: 'a single row is judged by all rows that wait: whoever brings most fills the queue for all',
  policies: { ...defaultPolicies, isBulk: () => false },
}
