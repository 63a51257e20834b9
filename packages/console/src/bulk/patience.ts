import { CallFailure } from '../api/call-failure.ts'

/**
 * Attempts at a call that fails for a reason that may pass, and the first pause between them, which doubles, ms: short
 * for a proxy that has too much to do at the moment, and a quarter of a minute in all for a classifier that restarts.
 */
const TRIES = 9
const FIRST_PAUSE_MS = 60

export type Patience = {
  /** waits, but no longer than until the signal aborts */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
  /** called when a call failed and is about to be retried */
  onWait: (failure: CallFailure) => void
  signal: AbortSignal
}

type Options = Patience & {
  /** whether the same call would fail again */
  isHopeless?: (failure: CallFailure) => boolean
}

/** Retries failures that may pass. */
export async function patiently<V>(
  call: () => Promise<V>,
  { pause, onWait, signal, isHopeless = () => false }: Options,
): Promise<V> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      const mayPass = error instanceof CallFailure && error.mayPass && !isHopeless(error)
      if (!mayPass || attempt === TRIES || signal.aborted) throw error
      onWait(error)
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1), signal)
    }
  }
}
