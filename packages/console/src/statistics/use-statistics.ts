import { sepal } from '../api/sepal.ts'
import type { Statistics } from '../api/wire.ts'
import { type Look, usePolled } from '../shell/use-polled.ts'

/** How often they are read, ms: what they tell of late is of minutes. */
const EVERY_MS = 3000

const look: Look<Statistics | undefined> = async (signal, set) => {
  // If the proxy itself does not answer, the panel says so elsewhere.
  const found = await sepal.statistics(signal).catch(() => 'failed' as const)
  // Where nothing is counted, asking again would be in vain.
  if (found === undefined) return false
  if (found !== 'failed') set(() => found)
  return true
}

/** What models are asked and say, while the panel is open; `undefined` until it is known, or where it is not counted. */
export function useStatistics(): Statistics | undefined {
  return usePolled<Statistics | undefined>(undefined, EVERY_MS, look)
}
