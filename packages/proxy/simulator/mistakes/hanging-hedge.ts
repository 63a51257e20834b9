import type { BatchAnswer } from '../../src/core/batch-answer.ts'
import type { Hedge } from '../../src/core/hedge.ts'
import type { Outcome } from '../../src/core/outcome.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

/** A first call that fails waits for the hedge, which may never be sent: no replica is idle, or the budget is spent. */
const waitingHedge: Hedge = (batch, first, { clock, afterMs, second }) => {
  const { promise, resolve } = Promise.withResolvers<Outcome<BatchAnswer>>()
  const losers = new AbortController()
  const end = (outcome: Outcome<BatchAnswer>) => {
    timer.cancel()
    resolve(outcome)
    losers.abort()
  }
  const timer = clock.after(afterMs, async () => {
    const place = second()
    if (place) end(await place.send(batch, losers.signal))
  })
  batch.signal.addEventListener('abort', () => end({ kind: 'late', detail: 'it did not answer in time' }))
  first.send(batch, losers.signal).then((outcome) => {
    if (outcome.kind === 'ok' || outcome.kind === 'rejected') end(outcome)
  })
  return promise
}

export const hangingHedge: Mistake = {
  what: 'a failed first call waits for a hedge that is throttled: it hangs until its deadline',
  policies: { ...defaultPolicies, hedge: waitingHedge },
}
