/**
 * What an Elysia app says of its routes, as plain types: `{ predict: { post: { body, query, headers, response } } }`.
 * No name of Elysia, TypeBox or the app is left in them, so that they can be written down without these.
 */
export type RoutesOf<App> = App extends { '~Routes': infer Routes } ? Plain<Routes> : never

/** The answers of a route by status. */
type Responses = Record<number, unknown>

/**
 * A type written out in full. The detours through `infer` and `extends infer` make the compiler write the members
 * instead of the name of this type.
 */
type Plain<T> =
  T extends AsyncGenerator<infer Event, unknown, unknown>
    ? AsyncGenerator<Plain<Event>, void, unknown>
    : T extends { response: infer R extends Responses }
      ? { [K in keyof T]: K extends 'response' ? PlainResponses<R> : Plain<T[K]> }
      : T extends readonly (infer Item)[]
        ? Plain<Item>[]
        : T extends object
          ? T extends infer O
            ? { [K in keyof O]: Plain<O[K]> }
            : never
          : T

/**
 * Elysia types a 422 of its own into every route with a schema that declares none; the proxy answers with problem
 * details instead, and those routes have nothing that could be refused.
 */
type PlainResponses<R extends Responses> = {
  [S in keyof R as R[S] extends { type: 'validation' } ? never : S]: Plain<R[S]>
}
