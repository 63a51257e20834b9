import { useEffect, useState } from 'preact/hooks'

/**
 * Looks once and tells what it found.
 * @param set has no effect once the component has gone
 * @returns whether to look again
 */
export type Look<T> = (signal: AbortSignal, set: (next: (last: T) => T) => void) => Promise<boolean>

/** What `look` has found, while the component is there: at once, and each time `everyMs` after the last look. */
export function usePolled<T>(initial: T, everyMs: number, look: Look<T>): T {
  const [state, setState] = useState(initial)
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    let timer: ReturnType<typeof setTimeout>
    const again = async () => {
      const goesOn = await look(signal, (next) => {
        if (!signal.aborted) setState(next)
      })
      if (goesOn && !signal.aborted) timer = setTimeout(again, everyMs)
    }
    again()
    return () => {
      leaving.abort()
      clearTimeout(timer)
    }
  }, [everyMs, look])
  return state
}
