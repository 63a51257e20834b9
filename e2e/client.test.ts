import { afterAll, describe, expect, test } from 'bun:test'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { RunningClassifier } from '@sepal/classifier/testing/running-classifier'
import { createClient, type ErrorOf, type Routes, type SepalError } from '@sepal/client'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import { RunningProxy } from '@sepal/proxy/testing/running-proxy'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import iris from '../models/ensemble.json' with { type: 'json' }

const ensemble = await RunningEnsemble.start(iris, irisFolder)
afterAll(() => ensemble[Symbol.asyncDispose]())
const sepal = createClient(`http://${ensemble.proxy.address}`)
const data = [Object.values(iris.sample)]

type Name = 'setosa' | 'virginica' | 'versicolor'
type PredictError = ErrorOf<Routes['predict']['post']['response']>
type CodeOf<Status> = Extract<PredictError, { status: Status }>['code']

checkTypes<
  [
    Expect<
      Equal<
        PredictError['status'],
        400 | 401 | 403 | 408 | 413 | 415 | 422 | 429 | 500 | 502 | 503 | 504 | undefined
      >
    >,
    Expect<Equal<CodeOf<503>, 'classifier-unavailable' | 'not-ready' | 'overloaded' | 'quorum-not-met'>>,
    Expect<Equal<CodeOf<504>, 'deadline-exceeded'>>,
    Expect<
      Equal<CodeOf<undefined>, 'unreachable' | 'timeout' | 'aborted' | 'unexpected-answer' | 'other-contract'>
    >,
  ]
>()

describe('the answers of the client', () => {
  test('a label is one of the classifiers’ names', async () => {
    const { data: answer, error } = await sepal.predict.label.post({ data })
    if (error) throw error
    checkTypes<[Expect<Equal<typeof answer.prediction.label, Name>>]>()
    expect(answer.prediction).toEqual({ proba: expect.closeTo(0.985, 3), label: 'setosa' })
  })

  test('the answer of each classifier is under its name', async () => {
    const { data: answer, error } = await sepal.predict.post({ data })
    if (error) throw error
    checkTypes<[Expect<Equal<typeof answer, Record<Name, { prediction: number[] }>>>]>()
    // @ts-expect-error no such classifier
    expect(answer.ruthenica).toBeUndefined()
    expect(answer.versicolor.prediction).toHaveLength(2)
  })

  test('a path that continues after the name of a method is a route too', async () => {
    const { data: answer, error } = await sepal.predict.post.test.get()
    if (error) throw error
    checkTypes<[Expect<Equal<typeof answer, Record<Name, { prediction: number[] }>>>]>()
    const { data: same } = await sepal.predict.get.test.get()
    expect(same).toEqual(answer)
  })

  test('the type of a model card leaves its content open', async () => {
    const { data: models, error } = await sepal.models.get()
    if (error) throw error
    const { card } = models.setosa
    checkTypes<[Expect<Equal<typeof card, { [x: string]: unknown } | undefined>>]>()
    expect(models.setosa.classes).toEqual(['setosa', 'rest'])
  })

  test('a request for a partial answer has another type', async () => {
    const { data: whole, error } = await sepal.predict.label.post({ data })
    if (error) throw error
    // @ts-expect-error no partial answer was requested
    expect(whole.complete).toBeUndefined()
    const partial = await sepal.predict.label.post({ data }, { query: { partial: true } })
    if (partial.error) throw partial.error
    checkTypes<[Expect<Equal<typeof partial.data.missing, Name[]>>]>()
    expect(partial.data).toMatchObject({ prediction: { label: 'setosa' }, complete: true, missing: [] })
    const each = await sepal.predict.post({ data }, { query: { partial: true } })
    if (each.error) throw each.error
    const { setosa } = each.data
    if ('error' in setosa) throw new Error(setosa.error.code)
    expect(setosa.prediction).toHaveLength(2)
    // @ts-expect-error there may be an error instead
    expect(each.data.setosa.prediction).toHaveLength(2)
  })

  test('a refusal has a code and the request id', async () => {
    const { error } = await sepal.predict.post({ data: [[1]] }, { headers: { 'x-request-id': 'order-17' } })
    if (error?.status !== 422) throw new Error('not the expected status', { cause: error })
    checkTypes<[Expect<Equal<typeof error.code, 'invalid-request' | 'unanswerable-row'>>]>()
    expect(error.value).toMatchObject({ code: 'invalid-request', requestId: 'order-17' })
  })

  test('an error answer without problem details has its own body', async () => {
    const { data: health, error } = await sepal.health.all.get()
    if (error?.status === 503) checkTypes<[Expect<Equal<typeof error.code, undefined>>]>()
    const thrown: SepalError | null = error
    if (thrown) throw thrown
    expect(health?.setosa.health).toBe('ok')
  })

  test('a request that a route does not accept does not compile', async () => {
    // @ts-expect-error a row has numbers
    const { error } = await sepal.predict.post({ data: [['5.1']] })
    expect(error?.code).toBe('invalid-request')
    // @ts-expect-error no such route
    expect(sepal.predict.lable).toBeDefined()
    // @ts-expect-error no such option
    await sepal.health.get({ timeout: 5 })
  })
})

describe('with one classifier down and partial answers allowed', async () => {
  const folder = irisFolder
  const [setosa, virginica] = await Promise.all([
    RunningClassifier.start('setosa', { folder }),
    RunningClassifier.start('virginica', { folder }),
  ])
  const addresses = { setosa: setosa.address, virginica: virginica.address, versicolor: '127.0.0.1:1' }
  const proxy = await RunningProxy.start(iris, addresses, { partial: { isDefault: true, quorum: 1 } })
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]()
    await setosa[Symbol.asyncDispose]()
    await virginica[Symbol.asyncDispose]()
  })
  const client = createClient(`http://${proxy.address}`, { retries: 0 })

  test('a caller that does not request a partial answer gets a whole one or an error', async () => {
    const { error } = await client.predict.post({ data })
    if (error?.code !== 'classifier-unavailable') throw new Error('not the expected code', { cause: error })
    expect(error.status).toBe(503)
    expect(error.value.classifiers?.versicolor.outcome).toBe('unavailable')
    expect(error.value.classifiers?.setosa.outcome).toBe('ok')
  })

  test('a caller that requests a partial answer gets the answers there are', async () => {
    const each = await client.predict.batch.post({ data }, { query: { partial: true } })
    if (each.error) throw each.error
    expect(each.data.versicolor).toMatchObject({ error: { code: 'classifier-unavailable' } })
    expect(each.data.setosa).toMatchObject({ prediction: [[expect.any(Number), expect.any(Number)]] })
    const label = await client.predict.label.post({ data }, { query: { partial: true } })
    expect(label.data).toMatchObject({ complete: false, missing: ['versicolor'] })
  })

  test('a stream reports the classifier that failed and goes on', async () => {
    const { data: events, error } = await client.predict.stream.post({ data })
    if (error) throw error
    const failed: Name[] = []
    for await (const { event, data: told } of events) {
      if (event === 'error') failed.push(told.classifier)
      if (event === 'label') expect(told.missing).toEqual(['versicolor'])
    }
    expect(failed).toEqual(['versicolor'])
  })
})

test('every call may be retried, since predictions change nothing and the last word on a row counts', () => {
  const changing = ensemble.proxy.proxy.routes.filter(({ method, path }) => {
    return method !== 'GET' && !(method === 'POST' && /^\/(predict|feedback)(\/|$)/.test(path))
  })
  expect(changing.map(({ path }) => path)).toEqual([])
})
