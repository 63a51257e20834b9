import { CallFailure } from '../api/call-failure.ts'

/** Attempts at a call that fails for a reason that may pass, and the first pause between them, which doubles, ms. */
const TRIES = 6
const FIRST_PAUSE_MS = 250

export type Patience = {
  /** waits, but no longer than until the signal aborts */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
  /** called when a call failed and is about to be retried */
  onWait: (failure: CallFailure) => void
  signal: AbortSignal
}

/** Retries failures that may pass. */
export async function patiently<V>(call: () => Promise<V>, { pause, onWait, signal }: Patience): Promise<V> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      const mayPass = error instanceof CallFailure && error.mayPass
      if (!mayPass || attempt === TRIES || signal.aborted) throw error
      onWait(error)
      await pause(FIRST_PAUSE_MS * 2 ** attempt, signal)
    }
  }
}
