import type { AnswerRows } from '../core/answer-rows.ts'
import type { Outcome } from '../core/outcome.ts'
import type { FanOut } from './fan-out.ts'
import type { PredictionRequest } from './pending-rows.ts'

/** One batcher's outcome, and when it settled. */
export type SettledOutcome = {
  /** position of the batcher */
  batcher: number
  outcome: Outcome<AnswerRows>
  /** in the clock's ms */
  at: number
}

/** Sends a request to every classifier at once and yields each outcome as it settles; stops when `signal` aborts. */
export async function* asSettled(
  fanOut: FanOut,
  request: PredictionRequest,
  { signal, now }: { signal: AbortSignal; now: () => number },
): AsyncGenerator<SettledOutcome, void, undefined> {
  const settled: SettledOutcome[] = []
  let wake = () => {}
  let isOver = false
  const onSettled = (batcher: number, outcome: Outcome<AnswerRows>) => {
    settled.push({ batcher, outcome, at: now() })
    wake()
  }
  fanOut.ask(request, { caller: { signal }, onSettled }).then(() => {
    isOver = true
    wake()
  })
  for (;;) {
    for (const settledOutcome of settled.splice(0)) yield settledOutcome
    if (isOver && settled.length === 0) return
    if (settled.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}
