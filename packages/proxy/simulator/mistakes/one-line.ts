import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

export const oneLine: Mistake = {
  what: 'a single row is judged by all waiting rows: bulk fills the queue for everyone',
  policies: { ...defaultPolicies, isBulk: () => false },
}
