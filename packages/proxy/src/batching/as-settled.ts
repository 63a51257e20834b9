import type { Probabilities } from '../core/answer-rows.ts'
import type { Outcome } from '../core/outcome.ts'
import type { FanOut } from './fan-out.ts'
import type { Question } from './pending-rows.ts'

/** One lane's outcome, and when it was there. */
export type Landing = {
  /** the lane's place */
  lane: number
  outcome: Outcome<Probabilities>
  /** in the clock's ms */
  at: number
}

/** Asks every classifier at once, and gives each outcome as it lands; nobody waits any more once `signal` aborts. */
export async function* landings(
  fanOut: FanOut,
  question: Question,
  { signal, now }: { signal: AbortSignal; now: () => number },
): AsyncGenerator<Landing, void, undefined> {
  const landed: Landing[] = []
  let wake = () => {}
  let isOver = false
  const onLanding = (lane: number, outcome: Outcome<Probabilities>) => {
    landed.push({ lane, outcome, at: now() })
    wake()
  }
  fanOut.ask(question, { caller: { signal }, onLanding }).then(() => {
    isOver = true
    wake()
  })
  for (;;) {
    for (const landing of landed.splice(0)) yield landing
    if (isOver && landed.length === 0) return
    if (landed.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}
