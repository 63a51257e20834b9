import { SepalError } from '@sepal/client'

/** A call that gave no answer, in words for the reader of the page. */
export class CallFailure extends Error {
  override name = 'CallFailure'

  constructor(
    /** the problem's code, or the client's code for what happened to the call */
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${title}: ${detail}`, options)
  }

  /** Whether the same call may succeed in a while. */
  get mayPass(): boolean {
    return PASSING.has(this.code)
  }
}

const PASSING: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'overloaded',
  'not-ready',
  'classifier-unavailable',
  'deadline-exceeded',
])

/** Titles and details for calls that the proxy did not answer. */
const UNANSWERED: Readonly<Record<string, readonly [title: string, detail: string]>> = {
  unreachable: ['The proxy cannot be reached', 'it may be starting, or stopped'],
  timeout: ['The proxy did not answer in time', 'it may be overloaded'],
  'unexpected-answer': ['Something other than the proxy answered', 'a gateway between here and it may have'],
}

/** A failed call of the client in words. */
export function failureOf(cause: unknown): CallFailure {
  if (cause instanceof CallFailure) return cause
  if (!(cause instanceof SepalError)) {
    return new CallFailure('interrupted', 'The answer broke off', 'the page did not get all of it', { cause })
  }
  const { code = 'unexpected-answer', value } = cause
  const [title, detail] = isProblem(value)
    ? [value.title, value.detail]
    : (UNANSWERED[code] ?? [code, cause.message])
  return new CallFailure(code, title, detail, { cause })
}

function isProblem(value: unknown): value is { title: string; detail: string } {
  if (typeof value !== 'object' || value === null || !('title' in value) || !('detail' in value)) return false
  return typeof value.title === 'string' && typeof value.detail === 'string'
}
