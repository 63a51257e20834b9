import { problemError } from './server-problems.ts'

/** How long a caller is willing to wait, ms; longer than the server's own bound counts as that. */
export const TIMEOUT_HEADER = 'x-request-timeout-ms'

/** The longest that can be said, ms. */
const LONGEST = 999_999_999

export type Timeouts = {
  /** for a request that does not say, ms */
  defaultMs: number
  /** for any request, ms */
  maxMs: number
}

/**
 * The time for a request's answer, ms.
 * @throws ProblemError `invalid-request` for a header that is no whole number of ms from 1 on
 */
export function timeoutOf(request: Request, { defaultMs, maxMs }: Timeouts): number {
  const text = request.headers.get(TIMEOUT_HEADER)
  if (text === null) return defaultMs
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    const found = JSON.stringify(text.slice(0, 40))
    throw problemError(
      'invalid-request',
      `${TIMEOUT_HEADER} is ${found}, expected a whole number of ms from 1 on`,
    )
  }
  return Math.min(Number(text), maxMs)
}

/** What is left of a time as the header has it: whole ms, at least one. */
export function timeoutText(ms: number): string {
  return String(Math.min(LONGEST, Math.max(1, Math.floor(ms))))
}
