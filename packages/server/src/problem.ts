import { type TSchema, Type } from '@sinclair/typebox'
import { MEDIA_TYPES, SCHEMA_NAME } from './schema-keywords.ts'

export type ProblemEntry = {
  status: number
  title: string
  /** set where trying again soon may help: the value of the answer's `retry-after` header */
  retryAfterSeconds?: number
}
/** Error codes with their status and title. A code never changes its meaning; titles may be reworded. */
export type ProblemTable = Readonly<Record<string, ProblemEntry>>

type StatusOf<T extends ProblemTable> = T[keyof T]['status']
type CodeOf<T extends ProblemTable, S> = {
  [C in keyof T & string]: T[C]['status'] extends S ? C : never
}[keyof T & string]

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

/** The body of an error response: RFC 9457 problem details plus the code and the request's ID. */
export type Problem<C extends string = string, S extends number = number> = {
  type: string
  title: string
  status: S
  detail: string
  code: C
  requestId: string
}

type ProblemOptions = ErrorOptions & {
  /** additional members of the body */
  extensions?: Record<string, unknown>
  /** additional headers; they take precedence over the code's own `retry-after` */
  headers?: Record<string, string>
}

/** Ends a request with a problem, from anywhere. `defineProblems` makes the function that creates one. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly extensions: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(
    { code, status, title, retryAfterSeconds }: ProblemEntry & { code: string },
    readonly detail: string,
    { extensions = {}, headers = {}, ...options }: ProblemOptions = {},
  ) {
    super(detail, options)
    this.code = code
    this.status = status
    this.title = title
    this.extensions = extensions
    this.headers = {
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...headers,
    }
  }
}

/** The body of an error response. */
export function problemBody<C extends string, S extends number>(
  { code, status, title }: { code: C; status: S; title: string },
  detail: string,
  requestId: string,
): Problem<C, S> {
  return { type: `urn:sepal:problem:${code}`, title, status, detail, code, requestId }
}

/** A server's registry of errors: functions that know its codes and no others. */
export function defineProblems<const T extends ProblemTable>(problemCodes: T) {
  type Code = keyof T & string

  /** Builds the body of an error response. `detail` gives the value received and what was expected. */
  function problem<C extends Code>(code: C, detail: string, requestId: string): Problem<C, T[C]['status']> {
    const { status, title }: T[C] = problemCodes[code]
    return problemBody({ code, status, title }, detail, requestId)
  }

  function problemError(code: Code, detail: string, options?: ProblemOptions): ProblemError {
    const entry: T[Code] = problemCodes[code]
    return new ProblemError({ ...entry, code }, detail, options)
  }

  /** The schema of the error responses with one status. */
  function problemSchema<const S extends StatusOf<T>>(status: S) {
    const codes = Object.entries(problemCodes).filter(([, entry]) => entry.status === status)
    return Type.Object(
      {
        type: Type.String(),
        title: Type.String(),
        status: Type.Literal(status),
        detail: Type.String(),
        code: Type.Unsafe<CodeOf<T, S>>(Type.Union(codes.map(([code]) => Type.Literal(code)))),
        requestId: Type.String(),
      },
      {
        description: codes.map(([, { title }]) => title).join('; or: '),
        [SCHEMA_NAME]: `Problem${status}`,
        [MEDIA_TYPES]: [PROBLEM_MEDIA_TYPE],
      },
    )
  }

  /** `{ 400: schema, … }` for a route's `response`. Elysia sends a status that the route does not declare as 200. */
  function problemResponses<const S extends StatusOf<T>>(...statuses: S[]) {
    const schemas = statuses.map((status): [S, TSchema] => [status, problemSchema(status)])
    // fromEntries forgets which status has which schema.
    return Object.fromEntries(schemas) as { [K in S]: ReturnType<typeof problemSchema<K>> }
  }

  return { problemCodes, problem, problemError, problemSchema, problemResponses }
}
