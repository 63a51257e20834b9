import type { FailureCode, SepalError } from './sepal-error.ts'

/** A caller's way to every route: `client.predict.label.post(body, options)` for `POST /predict/label`. */
export type ClientOf<Routes> = {
  readonly [Segment in keyof Routes]: Routes[Segment] extends Route
    ? CallAndBelow<Routes[Segment]>
    : ClientOf<Routes[Segment]>
}

type Responses = Record<number, unknown>
type Route = { body: unknown; query: unknown; response: Responses }
type PartOfRoute = 'body' | 'headers' | 'params' | 'query' | 'response'

/** `predict.post` is the call `POST /predict`, and the beginning of the path `/predict/post/test` too. */
type CallAndBelow<R extends Route> = [Exclude<keyof R, PartOfRoute>] extends [never]
  ? Call<R>
  : Call<R> & ClientOf<Omit<R, PartOfRoute>>

type Call<R extends Route> = unknown extends R['body']
  ? (options?: CallOptions<R['query']>) => Promise<Result<R['response']>>
  : <Partial extends boolean = false>(
      body: Sent<R['body']>,
      options?: CallOptions<R['query'], Partial>,
    ) => Promise<Result<R['response'], Partial>>

/** What may be said with one call. */
export type CallOptions<Query = unknown, Partial extends boolean = false> = {
  /** headers of this call, beside the client's */
  headers?: Readonly<Record<string, string>>
  /** ends the call, and an answer that is still coming */
  signal?: AbortSignal
  /** how long the whole call may take, retries and a stream's events included, ms; instead of the client's */
  timeoutMs?: number
  /** how often to try again at most; instead of the client's */
  retries?: number
} & (unknown extends Query ? unknown : { query?: AskedQuery<Query, Partial> })

/** The route's query, in which `partial` is the literal that the caller wrote. */
type AskedQuery<Query, Partial extends boolean> = {
  [Name in keyof Query]: Name extends 'partial' ? Partial : Query[Name]
}

/** A body as a caller may have it: its arrays are only read. */
type Sent<T> = T extends readonly (infer Item)[]
  ? readonly Sent<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Sent<T[K]> }
    : T

/** What a call resolves to. It never rejects: what went wrong is in `error`. */
export type Result<R extends Responses, Partial extends boolean = false> =
  | { data: Answer<R[Extract<keyof R, 200>], Partial>; error: null; status: 200; response: Response }
  | { data: null; error: ErrorOf<R>; status: number | undefined; response: Response | undefined }

/** Of a route's answers, those that are partial when the caller asked for that, and the whole ones otherwise. */
type Answer<A, Partial extends boolean> = A extends unknown
  ? IsPartial<A> extends Partial
    ? A
    : never
  : never

/** A partial answer says so (`complete`), or has an `error` in the place of a prediction. */
type IsPartial<A> = A extends AsyncGenerator
  ? false
  : A extends { complete: boolean }
    ? true
    : [Extract<A[keyof A], { error: unknown }>] extends [never]
      ? false
      : true

/** What may be in `error`: a member for each status that the route declares, and what befalls any call. */
export type ErrorOf<R extends Responses> =
  | {
      [Status in Exclude<keyof R & number, 200>]: R[Status] extends { code: infer Code extends string }
        ? SepalError<Status, Code, R[Status]>
        : SepalError<Status, undefined, R[Status]>
    }[Exclude<keyof R & number, 200>]
  | SepalError<undefined, Exclude<FailureCode, 'unexpected-answer'>, undefined>
  | SepalError<undefined, 'unexpected-answer', unknown>
