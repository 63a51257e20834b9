/**
 * What an Elysia app says of its routes, as plain types: `{ predict: { post: { body, query, headers, response } } }`.
 * No name of Elysia, TypeBox or the app is left in them, so that they can be written down without these.
 */
export type RoutesOf<App> = App extends { '~Routes': infer Routes } ? Plain<ForCallers<Routes>> : never

/**
 * The routes without those that answer with text or with any JSON: pages and their files, metrics and the description
 * of all routes are for browsers and tools.
 */
type ForCallers<T> = {
  [K in keyof T as ValuesOf<T[K]> extends never ? never : K]: T[K] extends { response: Responses }
    ? T[K]
    : ForCallers<T[K]>
}
type ValuesOf<T> = T extends { response: Responses }
  ? string extends keyof T['response'][200]
    ? never
    : Exclude<T['response'][200], string>
  : { [K in keyof T]: ValuesOf<T[K]> }[keyof T]

/** The answers of a route by status. */
type Responses = Record<number, unknown>

/** A type without the names that it was put together from. */
type Plain<T> = [T] extends [string]
  ? { [Text in T]: Text }[T]
  : T extends AsyncGenerator<infer Event, unknown, unknown>
    ? AsyncGenerator<Plain<Event>, void, unknown>
    : T extends { response: infer R extends Responses }
      ? PlainMembers<Omit<T, 'response'> & { response: OwnResponses<R> }>
      : T extends readonly (infer Item)[]
        ? Plain<Item>[]
        : T extends object
          ? PlainMembers<T>
          : T

/**
 * Keys that are taken one by one: a type mapped over `keyof T` would remember how the members were declared, and the
 * compiler write these names.
 */
type PlainMembers<T> = Together<
  { [K in RequiredKey<T>]: Plain<T[K]> } & { [K in Exclude<keyof T, RequiredKey<T>>]?: Plain<T[K]> }
>
/** An index signature counts as required: to be optional would put `undefined` among its values. */
type RequiredKey<T> = {
  [K in keyof T]-?: string extends K ? K : Record<never, never> extends Pick<T, K> ? never : K
}[keyof T]
type Together<T> = T extends infer O ? { [K in keyof O]: O[K] } : never

/**
 * Elysia types a 422 of its own into every route with a schema that declares none; the proxy answers with problem
 * details instead, and those routes have nothing that could be refused.
 */
type OwnResponses<R extends Responses> = {
  [S in keyof R as R[S] extends { type: 'validation' } ? never : S]: R[S]
}
