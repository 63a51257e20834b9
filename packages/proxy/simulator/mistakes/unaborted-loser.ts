import type { hedged } from '../../src/upstream/hedge.ts'
import { policies } from '../../src/upstream/policies.ts'
import type { Mistake } from './mistake.ts'

/** Whoever is first wins; the other call goes on, with all that it holds. */
const careless: typeof hedged = async (batch, first, { clock, afterMs, second }) => {
  const nobody = new AbortController()
  const hedge = new Promise<void>((resolve) => clock.after(afterMs, resolve)).then(() => {
    const replica = second()
    return replica ? replica.send(batch, nobody.signal) : new Promise<never>(() => {})
  })
  return await Promise.race([first.send(batch, nobody.signal), hedge])
}

export const unabortedLoser: Mistake = {
  what: 'the loser of a hedge, and a call that nobody waits for, is not aborted',
  policies: { ...policies, hedge: careless },
}
