import type { Numbers } from '@sepal/ensemble'
import type { Batch } from '../batching/batch.ts'
import type { Clock, Timer } from '../core/clock.ts'
import type { Outcome } from '../core/outcome.ts'
import type { ReplicaLease } from './replica.ts'

/** Why the first call was aborted: one that began later was answered sooner. */
export const OVERTAKEN = 'overtaken'

export type HedgeOptions = {
  clock: Clock
  /** how long the first may take before a second is asked, ms */
  afterMs: number
  /** a place at another replica then; none when there is no budget or no idle replica: it is asked for again soon */
  second: () => ReplicaLease | undefined
}

/**
 * Asks one replica and, when it lags, another one too. The first answer wins and the other call is aborted; a failure
 * only counts when there is nothing left to wait for, and then at once (Dean and Barroso, "The Tail at Scale").
 */
export function hedged(
  batch: Batch,
  first: ReplicaLease,
  { clock, afterMs, second }: HedgeOptions,
): Promise<Outcome<Numbers>> {
  const { promise, resolve } = Promise.withResolvers<Outcome<Numbers>>()
  const losers = new AbortController()
  const abort = () => losers.abort()
  let underWay = 0

  const ask = async (lease: ReplicaLease) => {
    underWay += 1
    const outcome = await lease.send(batch, losers.signal)
    underWay -= 1
    const isAnswer = outcome.kind === 'ok' || outcome.kind === 'rejected'
    if (!isAnswer && underWay > 0) return
    timer.cancel()
    batch.signal.removeEventListener('abort', abort)
    resolve(outcome)
    losers.abort(lease === first ? undefined : OVERTAKEN)
  }

  let timer: Timer
  const wait = (ms: number) => {
    timer = clock.after(ms, () => {
      const lease = second()
      if (lease) ask(lease)
      // Whoever could have helped was busy: perhaps not for long.
      else wait(Math.max(1, afterMs / 8))
    })
  }
  wait(afterMs)
  batch.signal.addEventListener('abort', abort)
  ask(first)
  return promise
}
