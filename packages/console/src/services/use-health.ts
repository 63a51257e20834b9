import { sepal } from '../api/sepal.ts'
import type { Health } from '../api/wire.ts'
import { type Look, usePolled } from '../shell/use-polled.ts'

/** Each check asks every classifier, so it is made less often than the services are read, ms. */
const EVERY_MS = 2000

const UNKNOWN: Health = {}

const look: Look<Health> = async (signal, set) => {
  // If the proxy itself does not answer, the panel says so elsewhere.
  const found = await sepal.health(signal).catch(() => UNKNOWN)
  set(() => found)
  return true
}

/** Whether each classifier answers, while the panel is open; empty until it is known. */
export function useHealth(): Health {
  return usePolled(UNKNOWN, EVERY_MS, look)
}
