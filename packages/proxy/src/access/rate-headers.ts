import type { RateLimit } from '@sepal/keys'

/** The policy of each limit, which stays the same. */
const policies = new WeakMap<RateLimit, string>()

/**
 * Adds the fields of draft-ietf-httpapi-ratelimit-headers-10, with one policy: rows by key. `w` is the time after which
 * an unused quota is whole again, and `r` what may be sent at once.
 */
export function addRateHeaders(headers: Record<string, string | number>, limit: RateLimit, now: number) {
  const { remaining, resetSeconds } = limit.state(now)
  headers['ratelimit-policy'] = policies.get(limit) ?? policyOf(limit)
  headers.ratelimit = `"key";r=${remaining};t=${resetSeconds}`
}

function policyOf(limit: RateLimit): string {
  const { rows, windowSeconds } = limit.rate
  const policy = `"key";q=${rows};w=${windowSeconds};qu="rows"`
  policies.set(limit, policy)
  return policy
}
