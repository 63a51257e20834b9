import type { Numbers } from '@sepal/ensemble'
import type { Outcome } from '../../src/core/outcome.ts'
import type { hedged } from '../../src/upstream/hedge.ts'
import { policies } from '../../src/upstream/policies.ts'
import type { Mistake } from './mistake.ts'

/** A first call that fails waits for the hedge, which may never be sent: nobody is idle, or the budget is spent. */
const waitingHedge: typeof hedged = (batch, first, { clock, afterMs, second }) => {
  const { promise, resolve } = Promise.withResolvers<Outcome<Numbers>>()
  const losers = new AbortController()
  const end = (outcome: Outcome<Numbers>) => {
    timer.cancel()
    resolve(outcome)
    losers.abort()
  }
  const timer = clock.after(afterMs, async () => {
    const replica = second()
    if (replica) end(await replica.send(batch, losers.signal))
  })
  batch.signal.addEventListener('abort', () => end({ kind: 'late', detail: 'it did not answer in time' }))
  first.send(batch, losers.signal).then((outcome) => {
    if (outcome.kind === 'ok' || outcome.kind === 'rejected') end(outcome)
  })
  return promise
}

export const hangingHedge: Mistake = {
  what: 'a failed first call waits for a hedge that is throttled: it hangs until its deadline',
  policies: { ...policies, hedge: waitingHedge },
}
