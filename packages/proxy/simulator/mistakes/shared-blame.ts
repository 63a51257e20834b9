import type { Hedge } from '../../src/core/hedge.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

/** A row without an answer makes the whole call a failure, for every request in it. */
const wholesale: Hedge = async (batch, first, options) => {
  const outcome = await defaultPolicies.hedge(batch, first, options)
  if (outcome.kind !== 'ok' || outcome.value.unanswered === undefined) return outcome
  return { kind: 'malformed', detail: 'it gave NaN' }
}

export const sharedBlame: Mistake = {
  what: 'an unanswerable row fails the rows of others in the same call',
  policies: { ...defaultPolicies, hedge: wholesale },
}
