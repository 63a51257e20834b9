import type { BatchAnswer } from '../core/batch-answer.ts'
import type { Timer } from '../core/clock.ts'
import { type Hedge, OVERTAKEN } from '../core/hedge.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Place } from '../core/upstream.ts'

/** Outcomes that any other replica would repeat. */
const endsIt = new Set<Outcome<unknown>['kind']>(['ok', 'rejected', 'unanswerable'])

/**
 * Calls one replica and, when it lags, a second one. The first answer wins and the other call is aborted; a failure
 * only counts when no other call is left, and then at once (Dean and Barroso, "The Tail at Scale").
 */
export const hedged: Hedge = (batch, first, { clock, afterMs, second }) => {
  const { promise, resolve } = Promise.withResolvers<Outcome<BatchAnswer>>()
  const losers = new AbortController()
  const abort = () => losers.abort()
  let underWay = 0

  const ask = async (place: Place) => {
    underWay += 1
    const outcome = await place.send(batch, losers.signal)
    underWay -= 1
    const isAnswer = endsIt.has(outcome.kind)
    if (!isAnswer && underWay > 0) return
    timer.cancel()
    batch.signal.removeEventListener('abort', abort)
    resolve(outcome)
    losers.abort(place === first ? undefined : OVERTAKEN)
  }

  let timer: Timer
  const wait = (ms: number) => {
    timer = clock.after(ms, () => {
      const place = second()
      if (place) ask(place)
      // Every replica that could help was busy, perhaps not for long.
      else wait(Math.max(1, afterMs / 8))
    })
  }
  wait(afterMs)
  batch.signal.addEventListener('abort', abort)
  ask(first)
  return promise
}
