/** An answer, or the lack of one, as far as it says whether to try again. */
export type Attempt = {
  error: { code: unknown } | null
  response: Response | undefined
}

/** The longest pause before the first further attempt when nothing is said, ms; it doubles each time. */
const FIRST_PAUSE_MS = 100

/** What passes by itself, with a `Retry-After` that a gateway on the way may have removed. */
const PASSING: readonly unknown[] = ['overloaded', 'classifier-unavailable', 'quorum-not-met']

/** By these a gateway says that what is behind it does not answer, as while that restarts. */
const GATEWAY_STATUSES: readonly number[] = [502, 503, 504]

/**
 * How long to wait before a further attempt, ms, or `undefined` where none helps. An answer is taken as it is unless
 * its `Retry-After` or its code asks to come again; without a time, or without a connection to the proxy, also behind a
 * gateway, pauses grow and differ from caller to caller.
 */
export function pauseAfter(
  { error, response }: Attempt,
  attempt: number,
  random: () => number,
): number | undefined {
  if (error === null) return undefined
  const asked = response && retryAfterMs(response.headers.get('retry-after'))
  // Not all at the same moment: what is asked of every caller is asked at once.
  if (asked !== undefined) return asked + random() * FIRST_PAUSE_MS
  const isCutOff = response === undefined ? error.code === 'unreachable' : isGateways(error.code, response)
  return isCutOff || PASSING.includes(error.code) ? random() * FIRST_PAUSE_MS * 2 ** attempt : undefined
}

/** Whether a gateway has answered and not the proxy, whose refusals are problems, but for those of `/health/all`. */
function isGateways(code: unknown, { status, url }: Response): boolean {
  if (!GATEWAY_STATUSES.includes(status)) return false
  return code === 'unexpected-answer' || (code === undefined && !url.includes('/health/'))
}

/** `Retry-After` in ms: whole seconds or a date. */
export function retryAfterMs(text: string | null, now = Date.now()): number | undefined {
  if (text === null) return undefined
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** Waits, but no longer than until the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
