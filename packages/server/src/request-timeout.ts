import { problemError } from './server-problems.ts'

/** How long the caller will wait, ms; values above the server's maximum are lowered to it. */
export const TIMEOUT_HEADER = 'x-request-timeout-ms'

/** The largest value that is accepted, ms. */
const LONGEST = 999_999_999

export type Timeouts = {
  /** for requests without the header, ms */
  defaultMs: number
  /** maximum for any request, ms */
  maxMs: number
}

/**
 * The time to respond to a request, ms.
 * @throws ProblemError `invalid-request` if the header is not a whole number of ms of at least 1
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

/** The remaining time as a header value: whole ms, at least 1. */
export function timeoutText(ms: number): string {
  return String(Math.min(LONGEST, Math.max(1, Math.floor(ms))))
}
