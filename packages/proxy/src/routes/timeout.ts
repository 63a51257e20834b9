import { ProblemError } from '@sepal/kit'

/** How long a caller is willing to wait, ms; longer than the proxy's own bound counts as that. */
const HEADER = 'x-request-timeout-ms'

export type Timeouts = {
  /** for a request that does not say, ms */
  usualMs: number
  /** for any request, ms */
  mostMs: number
}

/**
 * The time for a request's answer, ms.
 * @throws ProblemError `invalid-request` for a header that is no whole number of ms from 1 on
 */
export function timeoutOf(request: Request, { usualMs, mostMs }: Timeouts): number {
  const text = request.headers.get(HEADER)
  if (text === null) return usualMs
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    const found = JSON.stringify(text.slice(0, 40))
    throw new ProblemError(
      'invalid-request',
      `${HEADER} is ${found}, expected a whole number of ms from 1 on`,
    )
  }
  return Math.min(Number(text), mostMs)
}
