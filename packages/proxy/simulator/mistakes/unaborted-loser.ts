import type { Hedge } from '../../src/core/hedge.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

/** The first answer wins; the other call goes on, with everything it holds. */
const careless: Hedge = async (batch, first, { clock, afterMs, second }) => {
  const nobody = new AbortController()
  const hedge = new Promise<void>((resolve) => clock.after(afterMs, resolve)).then(() => {
    const place = second()
    return place ? place.send(batch, nobody.signal) : new Promise<never>(() => {})
  })
  return await Promise.race([first.send(batch, nobody.signal), hedge])
}

export const unabortedLoser: Mistake = {
  what: 'the loser of a hedge, and a call that no request waits for, is not aborted',
  policies: { ...defaultPolicies, hedge: careless },
}
