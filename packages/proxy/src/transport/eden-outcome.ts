import type { Outcome } from '../core/outcome.ts'
import { UnusableAnswerError } from './bounded-fetch.ts'
import { statusOutcome } from './status-outcome.ts'

/** The part of an Eden treaty result that shows what happened. */
export type EdenResult<V> =
  | { data: V; error: null; response: Response; status: number }
  | { data: null; error: { status: unknown; value: unknown }; response?: Response; status: number }

/**
 * Turns an Eden call into an outcome, with Eden's traps in one place: a refused connection and an abort look like
 * status 503 without a `response`; a 200 whose body is broken or cut rejects.
 * @param check returns what is wrong with a 200's value, or nothing
 */
export async function edenOutcome<V>(
  call: Promise<EdenResult<V>>,
  check: (value: V) => string | undefined,
): Promise<Outcome<V>> {
  let result: EdenResult<V>
  try {
    result = await call
  } catch (error) {
    return thrownOutcome(error)
  }
  if (result.response === undefined) return thrownOutcome(result.error?.value)
  const { status } = result.response
  if (result.error === null && status === 200) {
    const wrong = check(result.data)
    return wrong === undefined ? { kind: 'ok', value: result.data } : { kind: 'malformed', detail: wrong }
  }
  return statusOutcome(status, problemCode(result.error?.value))
}

/** Bun's error codes for an answer that is not HTTP. */
const unreadable = new Set<unknown>(['Malformed_HTTP_Response', 'InvalidHTTPResponse'])

/** Why there is no connection, by the codes of the system and of Bun. None mentions the address: details go to callers. */
const unreachable = new Map<unknown, string>([
  ['ECONNREFUSED', 'it cannot be reached: the connection is refused'],
  ['ENOTFOUND', 'it cannot be reached: its name does not resolve'],
  ['EAI_AGAIN', 'it cannot be reached: its name cannot be resolved now'],
  ['EHOSTUNREACH', 'it cannot be reached: there is no route to its host'],
  ['ENETUNREACH', 'it cannot be reached: there is no route to its network'],
  ['ETIMEDOUT', 'it cannot be reached: the connection times out'],
  ['EPROTO', 'it cannot be reached: the TLS handshake fails'],
])

/** What `fetch` throws, from the first byte to the last of the body. */
function thrownOutcome(error: unknown): Outcome<never> {
  if (!(error instanceof Error)) return { kind: 'unavailable', detail: 'it cannot be reached' }
  if (error.name === 'TimeoutError' || error.name === 'AbortError') {
    return { kind: 'late', detail: 'it did not answer in time' }
  }
  if (error instanceof UnusableAnswerError) return { kind: 'malformed', detail: error.message }
  if (error instanceof SyntaxError) return { kind: 'malformed', detail: 'its answer is not valid JSON' }
  const code = 'code' in error ? error.code : undefined
  if (code === 'ECONNRESET') return { kind: 'unavailable', detail: 'it closed the connection' }
  if (code === 'UnexpectedRedirect') return { kind: 'malformed', detail: 'it redirects' }
  if (unreadable.has(code)) return { kind: 'malformed', detail: 'its answer cannot be read' }
  return { kind: 'unavailable', detail: unreachable.get(code) ?? 'it cannot be reached' }
}

function problemCode(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'code' in value ? value.code : undefined
}
