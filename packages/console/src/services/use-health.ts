import { useEffect, useState } from 'preact/hooks'
import { sepal } from '../api/sepal.ts'
import type { Health } from '../api/wire.ts'

/** Each check asks every classifier, so it is made less often than the services are read, ms. */
const EVERY_MS = 2000

/** Whether each classifier answers, while the panel is open; empty until it is known. */
export function useHealth(): Health {
  const [health, setHealth] = useState<Health>({})
  useEffect(() => {
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      // If the proxy itself does not answer, the panel says so elsewhere.
      const found = await sepal.health(leaving.signal).catch((): Health => ({}))
      if (leaving.signal.aborted) return
      setHealth(found)
      timer = setTimeout(look, EVERY_MS)
    }
    look()
    return () => {
      leaving.abort()
      clearTimeout(timer)
    }
  }, [])
  return health
}
