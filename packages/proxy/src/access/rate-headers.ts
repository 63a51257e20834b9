import type { RateLimit } from '@sepal/keys'

/**
 * The fields of draft-ietf-httpapi-ratelimit-headers-10, with one policy: rows by key. `w` is the time after which an
 * unused quota is whole again, and `r` what may be sent at once.
 */
export function rateHeaders(limit: RateLimit, now: number): Record<string, string> {
  const { rows, windowSeconds } = limit.rate
  const { remaining, resetSeconds } = limit.state(now)
  return {
    'ratelimit-policy': `"key";q=${rows};w=${windowSeconds};qu="rows"`,
    ratelimit: `"key";r=${remaining};t=${resetSeconds}`,
  }
}
