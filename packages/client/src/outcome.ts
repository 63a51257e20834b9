import { eventsOf, type StreamEvent } from './events.ts'
import { type FailureCode, SepalError } from './sepal-error.ts'

/** What Eden's treaty resolves to. */
export type EdenAnswer = {
  data: unknown
  error: { status: unknown; value: unknown } | null
  response: Response | undefined
}

/** A call's result before it has its types. */
export type Outcome =
  | { data: unknown; error: null; status: number; response: Response }
  | { data: null; error: SepalError; status: number | undefined; response: Response | undefined }

/** What ends a call early. */
export type Ends = {
  /** the caller's own */
  caller: AbortSignal | undefined
  timeout: AbortSignal
}

/**
 * Turns an Eden call into a result that is what its types say, with Eden's traps in one place: no connection looks like
 * a status 503 without a response, a broken body rejects, and the end of its own loop over a stream leaves the
 * connection open.
 */
export async function outcomeOf(call: Promise<EdenAnswer>, ends: Ends): Promise<Outcome> {
  let answer: EdenAnswer
  try {
    answer = await call
  } catch (cause) {
    return failed(failure(cause, ends))
  }
  const { data, error, response } = answer
  if (response === undefined) return failed(failure(error?.value, ends))
  const type = response.headers.get('content-type')?.split(';')[0]
  if (type === 'text/event-stream' && error === null && response.body !== null) {
    return { data: guarded(eventsOf(response.body), ends), error: null, status: response.status, response }
  }
  if (type === 'application/json' && error === null) {
    return { data, error: null, status: response.status, response }
  }
  return failed(refusal(response, type, error?.value ?? data), response)
}

function failed(error: SepalError, response?: Response): Outcome {
  return { data: null, error, status: response?.status, response }
}

/** The error of an answer that is not a success. */
function refusal(response: Response, type: string | undefined, value: unknown): SepalError {
  const { status } = response
  if (type === 'application/problem+json' && isProblem(value)) {
    return new SepalError(status, value.code, value, `${status} ${value.code}: ${value.detail}`)
  }
  if (type === 'application/json') return new SepalError(status, undefined, value, `the answer is ${status}`)
  // Eden may have left its body unread; nobody will read it.
  response.body?.cancel().catch(() => undefined)
  const found = `${status} with ${type ?? 'no content type'}`
  return new SepalError(undefined, 'unexpected-answer', value, `the answer is ${found}, not the proxy's`)
}

function isProblem(value: unknown): value is { code: string; detail: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'detail' in value &&
    typeof value.detail === 'string'
  )
}

/** The error of what was thrown on the way, from the first byte to the last of the body. */
function failure(cause: unknown, { caller, timeout }: Ends): SepalError {
  if (cause instanceof SepalError) return cause
  const because = (code: FailureCode, message: string) =>
    new SepalError(undefined, code, undefined, message, { cause })
  if (caller?.aborted) return because('aborted', 'the call was aborted')
  if (timeout.aborted) return because('timeout', 'there was no answer in time')
  if (cause instanceof SyntaxError) return because('unexpected-answer', 'the answer is not valid JSON')
  return because('unreachable', 'there is no connection, or it was closed before the answer was whole')
}

/** A stream's events; what ends them early is thrown as a SepalError. */
async function* guarded(
  events: AsyncGenerator<StreamEvent, void>,
  ends: Ends,
): AsyncGenerator<StreamEvent, void> {
  try {
    yield* events
  } catch (cause) {
    throw failure(cause, ends)
  }
}
