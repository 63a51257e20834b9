import { Distribution, SECONDS } from './distribution.ts'

const EVERY_MS = 500

let lag: Distribution | undefined

/** How late a timer comes, s; measured from the first call on. There is one event loop, so there is one timer. */
export function loopLag(): Distribution {
  lag ??= measure()
  return lag
}

function measure(): Distribution {
  const lag = new Distribution(SECONDS)
  let due = performance.now() + EVERY_MS
  // Lets an otherwise idle process exit.
  setInterval(() => {
    const now = performance.now()
    lag.record(Math.max(0, now - due) / 1000)
    due = now + EVERY_MS
  }, EVERY_MS).unref()
  return lag
}
