import { useEffect, useState } from 'preact/hooks'
import { sepal } from '../api/sepal.ts'
import type { Statistics } from '../api/wire.ts'

/** How often they are read, ms: what they tell of late is of minutes. */
const EVERY_MS = 3000

/** What models are asked and say, while the panel is open; `undefined` until it is known, or where it is not counted. */
export function useStatistics(): Statistics | undefined {
  const [statistics, setStatistics] = useState<Statistics>()
  useEffect(() => {
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      // If the proxy itself does not answer, the panel says so elsewhere.
      const found = await sepal.statistics(leaving.signal).catch(() => 'failed' as const)
      // Where nothing is counted, asking again would be in vain.
      if (leaving.signal.aborted || found === undefined) return
      if (found !== 'failed') setStatistics(found)
      timer = setTimeout(look, EVERY_MS)
    }
    look()
    return () => {
      leaving.abort()
      clearTimeout(timer)
    }
  }, [])
  return statistics
}
