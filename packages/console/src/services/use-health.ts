import { useEffect, useState } from 'preact/hooks'
import { sepal } from '../api/sepal.ts'
import type { Health } from '../api/wire.ts'

/** Every classifier is asked for it, so less often than the proxy itself, ms. */
const EVERY_MS = 2000

/** Whether each classifier answers, as long as somebody looks; empty until it is known. */
export function useHealth(): Health {
  const [health, setHealth] = useState<Health>({})
  useEffect(() => {
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      // Where the proxy itself does not answer, the panel says so in a better place.
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
