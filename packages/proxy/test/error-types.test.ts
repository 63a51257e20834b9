import { expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import type { createProxy } from '../src/app.ts'
import type { FailureKind } from '../src/core/outcome.ts'
import { FakeGarden } from './fake-garden.ts'
import type { GardenName, garden } from './garden.ts'

type Api = ReturnType<typeof treaty<ReturnType<typeof createProxy<typeof garden>>>>
type Call = (...args: never[]) => Promise<{ error: unknown }>
type ErrorOf<C extends Call> = NonNullable<Awaited<ReturnType<C>>['error']>
type StatusOf<C extends Call> =
  ErrorOf<C> extends infer E ? (E extends { status: infer S } ? S : never) : never
/** The body of a call's error answer with one status. */
type BodyOf<C extends Call, S extends number> =
  Extract<ErrorOf<C>, { status: S }> extends { value: infer B } ? B : never
type CodeOf<C extends Call, S extends number> = BodyOf<C, S> extends { code: infer Code } ? Code : never
/** The outcome of a classifier in such a body. */
type OutcomeIn<C extends Call, S extends number> =
  BodyOf<C, S> extends { classifiers?: infer All }
    ? NonNullable<All> extends Record<GardenName, { outcome: infer O }>
      ? O
      : never
    : never

/** What becomes of a caller without the right key. */
type Keyed = 401 | 403 | 429
type Taking = Keyed | 400 | 408 | 413 | 415 | 422 | 500 | 502 | 503 | 504
type Unavailable = 'classifier-unavailable' | 'quorum-not-met' | 'not-ready' | 'overloaded'
type Predict = Api['predict']['post']

checkTypes<
  [
    Expect<Equal<StatusOf<Predict>, Taking>>,
    Expect<Equal<StatusOf<Api['predict']['label']['post']>, Taking>>,
    Expect<Equal<StatusOf<Api['predict']['batch']['post']>, Taking>>,
    Expect<Equal<StatusOf<Api['predict']['label']['batch']['post']>, Taking>>,
    // Elysia types a 422 into every route that has any schema, including these.
    Expect<Equal<StatusOf<Api['predict']['get']['test']['get']>, Keyed | 422 | 500 | 502 | 503 | 504>>,
    Expect<Equal<StatusOf<Api['health']['get']>, 422 | 500>>,
    Expect<Equal<StatusOf<Api['health']['live']['get']>, 422 | 500>>,
    Expect<Equal<StatusOf<Api['health']['ready']['get']>, 422 | 500 | 503>>,
    Expect<Equal<StatusOf<Api['health']['all']['get']>, 422 | 500 | 503>>,
    Expect<Equal<StatusOf<Api['metadata']['get']>, Keyed | 422 | 500 | 503>>,
    Expect<Equal<CodeOf<Predict, 400>, 'malformed-json' | 'malformed-request'>>,
    Expect<Equal<CodeOf<Predict, 408>, 'body-too-slow'>>,
    Expect<Equal<CodeOf<Predict, 401>, 'unauthorized'>>,
    Expect<Equal<CodeOf<Predict, 403>, 'forbidden'>>,
    Expect<Equal<CodeOf<Predict, 429>, 'rate-limited'>>,
    Expect<Equal<CodeOf<Predict, 413>, 'body-too-large'>>,
    Expect<Equal<CodeOf<Predict, 415>, 'unsupported-media-type'>>,
    Expect<Equal<CodeOf<Predict, 422>, 'invalid-request' | 'unanswerable-row'>>,
    Expect<Equal<CodeOf<Predict, 500>, 'internal'>>,
    Expect<Equal<CodeOf<Predict, 502>, 'bad-classifier-answer'>>,
    Expect<Equal<CodeOf<Predict, 503>, Unavailable>>,
    Expect<Equal<CodeOf<Predict, 504>, 'deadline-exceeded'>>,
    Expect<Equal<OutcomeIn<Predict, 422>, 'ok' | FailureKind>>,
    Expect<Equal<OutcomeIn<Predict, 504>, 'ok' | FailureKind>>,
  ]
>()

test('the status and code of an error narrow its type, which names the classifier', async () => {
  await using fakes = await FakeGarden.start({ lily: () => new Response('', { status: 500 }) })
  const api = treaty(fakes.proxy.proxy, { parseDate: false })
  const { error } = await api.predict.post({ data: [[1.2, 40]] })
  if (error?.status !== 502) throw new Error('not the expected status', { cause: error })
  expect(error.value.code).toBe('bad-classifier-answer')
  expect(error.value.classifiers?.lily.outcome).toBe('malformed')
  expect(error.value.classifiers?.rose.outcome).toBe('ok')
})

test('a row that a model cannot answer is a typed 422 that names the classifier', async () => {
  const unanswerable = () => Response.json({ code: 'unanswerable-row' }, { status: 422 })
  await using fakes = await FakeGarden.start({ lily: unanswerable })
  const api = treaty(fakes.proxy.proxy, { parseDate: false })
  const { error } = await api.predict.post({ data: [[1.2, 40]] })
  if (error?.status !== 422) throw new Error('not the expected status', { cause: error })
  expect(error.value.code).toBe('unanswerable-row')
  expect(error.value.classifiers?.lily).toMatchObject({ outcome: 'unanswerable' })
  expect(error.value.classifiers?.rose).toEqual({ outcome: 'ok' })
})
