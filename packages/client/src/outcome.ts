import type { EarlyEnd } from './early-end.ts'
import { eventsOf, type StreamEvent } from './events.ts'
import { type FailureCode, SepalError } from './sepal-error.ts'

/** A call's result before it has its types. */
export type Outcome =
  | { data: unknown; error: null; status: number; response: Response }
  | { data: null; error: SepalError; status: number | undefined; response: Response | undefined }

/** Reads what a call is answered with. Whatever happens, it resolves to a result that is what its types say. */
export async function outcomeOf(call: Promise<Response>, end: EarlyEnd): Promise<Outcome> {
  try {
    return await read(await call, end)
  } catch (cause) {
    return { data: null, error: failure(cause, end), status: undefined, response: undefined }
  }
}

async function read(response: Response, end: EarlyEnd): Promise<Outcome> {
  const { ok, status } = response
  const type = response.headers.get('content-type')?.split(';')[0]
  const refused = (error: SepalError): Outcome => ({ data: null, error, status, response })
  if (ok && type === 'text/event-stream' && response.body !== null) {
    return { data: guarded(eventsOf(response.body), end), error: null, status, response }
  }
  if (type === 'application/json') {
    const value: unknown = await response.json()
    if (ok) return { data: value, error: null, status, response }
    return refused(new SepalError(status, undefined, value, `the answer is ${status}`))
  }
  if (!ok && type === 'application/problem+json') {
    const value: unknown = await response.json()
    if (isProblem(value)) {
      return refused(new SepalError(status, value.code, value, `${status} ${value.code}: ${value.detail}`))
    }
  }
  const found = `${status} with ${type ?? 'no content type'}`
  const text = response.bodyUsed ? '' : await response.text()
  return refused(
    new SepalError(undefined, 'unexpected-answer', text, `the answer is ${found}, not the proxy's`),
  )
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
function failure(cause: unknown, end: EarlyEnd): SepalError {
  if (cause instanceof SepalError) return cause
  const because = (code: FailureCode, message: string) =>
    new SepalError(undefined, code, undefined, message, { cause })
  if (end.cause === 'aborted') return because('aborted', 'the call was aborted')
  if (end.cause === 'timeout') return because('timeout', 'there was no answer in time')
  if (cause instanceof SyntaxError) return because('unexpected-answer', 'the answer is not valid JSON')
  return because('unreachable', 'there is no connection, or it was closed before the answer was whole')
}

/** Nobody sees it: the step that a stream's events have taken when they are handed out. */
const BEGUN: StreamEvent = { event: 'begun', data: undefined }

/**
 * A stream's events; what ends them early is thrown as a SepalError. With them the call is over, and its connection
 * closed. They have begun already, for a generator that has not would not notice that it is left.
 */
function guarded(
  events: AsyncGenerator<StreamEvent, void>,
  end: EarlyEnd,
): AsyncGenerator<StreamEvent, void> {
  const guard = steps(events, end)
  guard.next()
  end.keepNoProcess()
  return guard
}

async function* steps(
  events: AsyncGenerator<StreamEvent, void>,
  end: EarlyEnd,
): AsyncGenerator<StreamEvent, void> {
  try {
    yield BEGUN
    yield* events
  } catch (cause) {
    throw failure(cause, end)
  } finally {
    end.leave()
  }
}
