import type { RateLimit } from '@sepal/keys'

/**
 * Adds the fields of draft-ietf-httpapi-ratelimit-headers-10, with one policy: rows by key. `w` is the time after which
 * an unused quota is whole again, and `r` what may be sent at once.
 */
export function addRateHeaders(headers: Record<string, string | number>, limit: RateLimit, now: number) {
  const { rows, windowSeconds } = limit.rate
  const { remaining, resetSeconds } = limit.state(now)
  headers['ratelimit-policy'] = `"key";q=${rows};w=${windowSeconds};qu="rows"`
  headers.ratelimit = `"key";r=${remaining};t=${resetSeconds}`
}
