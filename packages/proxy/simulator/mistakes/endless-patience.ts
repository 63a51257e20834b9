import { defaultPolicies } from '../../src/upstream/composition.ts'
import { SpreadByWork } from '../../src/upstream/spread-by-work.ts'
import type { Mistake } from './mistake.ts'

export const endlessPatience: Mistake = {
  what: 'rows of a cheap model wait for the call in flight, however long it hangs',
  policies: { ...defaultPolicies, spread: () => new SpreadByWork({ lagMs: Number.POSITIVE_INFINITY }) },
}
