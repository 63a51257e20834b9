import type { Outcome } from '../core/outcome.ts'

/** The outcome of an error status from a classifier, over socket or POST. `code` is that of its problem, if any. */
export function statusOutcome(status: number, code: unknown): Outcome<never> {
  if (status === 429 || (status === 503 && code === 'overloaded')) {
    return { kind: 'shed', detail: 'it has too much work' }
  }
  // Gateways answer 502 for a classifier that they cannot reach.
  if (status === 502 || status === 503) return { kind: 'unavailable', detail: 'it is not ready' }
  if (status === 401 && code === 'unauthorized') {
    return { kind: 'unavailable', detail: 'it does not accept the proxy: UPSTREAM_TOKEN differs' }
  }
  if (status === 504) return { kind: 'late', detail: 'it did not answer in time' }
  if (status === 422 && code === 'unanswerable-row') {
    return { kind: 'unanswerable', detail: 'its model has no answer to a row' }
  }
  if (status === 400 || status === 413 || status === 422) {
    return { kind: 'rejected', detail: `it refused the rows with status ${status}` }
  }
  const failed = { kind: 'malformed', detail: `it answered with status ${status}` } as const
  // Its model failed, perhaps on one of the rows.
  return status === 500 && code === 'internal' ? { ...failed, mayBeOneRow: true } : failed
}
