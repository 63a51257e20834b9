import { type TSchema, Type } from '@sinclair/typebox'
import { MEDIA_TYPES, SCHEMA_NAME } from './schema-keywords.ts'

/**
 * Every error that a caller can meet, declared once. The code is the contract: it never changes its meaning,
 * while titles and details may be reworded. docs/errors.md documents them all.
 */
export const problemCodes = {
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'malformed-request': { status: 400, title: 'The request is not valid HTTP' },
  'not-found': { status: 404, title: 'There is nothing at this path' },
  'method-not-allowed': { status: 405, title: 'This path takes other methods' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be sent as application/json' },
  'invalid-request': { status: 422, title: 'The request does not have the expected shape' },
  'unanswerable-row': { status: 422, title: 'A model has no answer to a row' },
  'upgrade-required': { status: 426, title: 'This path takes WebSocket connections only' },
  internal: { status: 500, title: 'The server failed; the request was not at fault' },
  'bad-classifier-answer': { status: 502, title: 'A classifier gave an answer that cannot be used' },
  'classifier-unavailable': { status: 503, title: 'A classifier cannot be reached' },
  'quorum-not-met': { status: 503, title: 'Too few classifiers answered' },
  'not-ready': { status: 503, title: 'The server is not ready' },
  overloaded: { status: 503, title: 'There is more work than can be done in time' },
  'deadline-exceeded': { status: 504, title: 'A classifier did not answer in time' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problemCodes

/** What passes by itself, and the seconds after which a caller may find it better: docs/errors.md says why no more. */
const passing: ReadonlySet<ProblemCode> = new Set(['classifier-unavailable', 'quorum-not-met', 'overloaded'])
const RETRY_AFTER = '1'

export type ProblemStatus = (typeof problemCodes)[ProblemCode]['status']
type CodeOf<S extends ProblemStatus> = {
  [C in ProblemCode]: (typeof problemCodes)[C]['status'] extends S ? C : never
}[ProblemCode]

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

/** The body of every error answer: RFC 9457 problem details, with our code and the request's id. */
export type Problem<S extends ProblemStatus = ProblemStatus> = {
  type: string
  title: string
  status: S
  detail: string
  code: CodeOf<S>
  requestId: string
}

/** Builds the body of an error answer. `detail` says what was received and what was expected. */
export function problem<C extends ProblemCode>(code: C, detail: string, requestId: string) {
  const { status, title } = problemCodes[code]
  return { type: `urn:sepal:problem:${code}`, title, status, detail, code, requestId }
}

/** The schema of the error answers with one status, for a route's `response`. */
export function problemSchema<const S extends ProblemStatus>(status: S) {
  const codes = Object.entries(problemCodes).filter(([, entry]) => entry.status === status)
  return Type.Object(
    {
      type: Type.String(),
      title: Type.String(),
      status: Type.Literal(status),
      detail: Type.String(),
      code: Type.Unsafe<CodeOf<S>>(Type.Union(codes.map(([code]) => Type.Literal(code)))),
      requestId: Type.String(),
    },
    {
      description: codes.map(([, { title }]) => title).join('; or: '),
      [SCHEMA_NAME]: `Problem${status}`,
      [MEDIA_TYPES]: [PROBLEM_MEDIA_TYPE],
    },
  )
}

/** `{ 400: schema, … }` for a route's `response`: a status that a route does not declare goes out as 200. */
export function problemResponses<const S extends ProblemStatus>(...statuses: S[]) {
  const schemas = statuses.map((status): [S, TSchema] => [status, problemSchema(status)])
  // fromEntries forgets which status has which schema.
  return Object.fromEntries(schemas) as { [T in S]: ReturnType<typeof problemSchema<T>> }
}

type ProblemOptions = ErrorOptions & {
  /** further members of the body */
  extensions?: Record<string, unknown>
  /** further headers; what passes by itself has a `retry-after` anyway */
  headers?: Record<string, string>
}

/** Ends a request with a problem from wherever it is found out. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly extensions: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    { extensions = {}, headers = {}, ...options }: ProblemOptions = {},
  ) {
    super(detail, options)
    this.extensions = extensions
    this.headers = passing.has(code) ? { 'retry-after': RETRY_AFTER, ...headers } : headers
  }
}

/** A body, as it was sent or decoded, has more than `maxBytes`. */
export function tooLarge(maxBytes: number): ProblemError {
  return new ProblemError('body-too-large', `the body has more than ${maxBytes} bytes`)
}
