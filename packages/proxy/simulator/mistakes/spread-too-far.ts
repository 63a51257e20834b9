import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

export const spreadTooFar: Mistake = {
  what: 'each row of a cheap model goes to an idle replica at once, in a call of its own',
  policies: { ...defaultPolicies, spread: () => ({ record: () => {}, patienceMs: 0 }) },
}
