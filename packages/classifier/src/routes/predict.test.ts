import { afterAll, describe, expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import { type Answer, FLOAT32_MAX, sampleRow } from '@sepal/ensemble'
import { checkTypes, type Equal, type Expect, eventually, RecordedLog } from '@sepal/server/testing'
import fc from 'fast-check'
import { GatedModel } from '../../test/gated-model.ts'
import { BAD, partialModel } from '../../test/partial-model.ts'
import { classifierDeps, RunningClassifier } from '../../test/running-classifier.ts'
import { createClassifier } from '../app.ts'

const deps = await classifierDeps('setosa')
afterAll(() => deps.model.release())
const api = treaty(createClassifier(deps), { parseDate: false })

type Predicted = Awaited<ReturnType<typeof api.predict.post>>
type PredictError = NonNullable<Predicted['error']>
checkTypes<
  [
    Expect<Equal<NonNullable<Predicted['data']>, { classifier: string; prediction: Answer[] }>>,
    Expect<Equal<PredictError['status'], 400 | 401 | 408 | 413 | 415 | 422 | 500 | 503 | 504>>,
    Expect<
      Equal<Extract<PredictError, { status: 422 }>['value']['code'], 'invalid-request' | 'unanswerable-row'>
    >,
  ]
>()

const sample = sampleRow(deps.manifest)
const number = fc.double({ min: -FLOAT32_MAX, max: FLOAT32_MAX, noNaN: true })
const plausible = fc.double({ min: 0, max: 10, noNaN: true })
const row = fc.oneof(
  fc.array(plausible, { minLength: 4, maxLength: 4 }),
  fc.array(number, { minLength: 4, maxLength: 4 }),
)

async function predict(data: number[][]): Promise<Answer[]> {
  const { data: answer, error } = await api.predict.post({ data })
  if (error) throw new Error(`status ${error.status}`, { cause: error.value })
  return answer.prediction
}

describe('POST /predict', () => {
  test('says who answers, with a probability for each class', async () => {
    const { data } = await api.predict.post({ data: [sample] })
    expect(data?.classifier).toBe('setosa')
    const [is, isNot] = [data?.prediction[0]].flat().map(Number)
    if (is === undefined || isNot === undefined) throw new Error('no probabilities')
    expect(is).toBeGreaterThan(0.9)
    expect(is + isNot).toBeCloseTo(1, 6)
  })

  test('answers many rows as it answers each of them, bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const each = await Promise.all(rows.map((one) => predict([one])))
        expect(await predict(rows)).toEqual(each.flat())
      }),
      { numRuns: 50 },
    )
  })

  test('takes as many rows as it may, and not one more', async () => {
    const few = await classifierDeps('setosa', { model: deps.model, maxRows: 3 })
    const three = treaty(createClassifier(few))
    const send = (count: number) => three.predict.post({ data: Array(count).fill(sample) })
    expect((await send(3)).data?.prediction).toHaveLength(3)
    const { error } = await send(4)
    expect(error?.status).toBe(422)
    expect(error?.value).toMatchObject({ detail: 'data is an array of 4, expected an array of 1 to 3' })
  })

  test('a model that fails is a fault of the server; the next request is answered', async () => {
    const log = new RecordedLog()
    const model = new GatedModel()
    const failing = treaty(createClassifier(await classifierDeps('setosa', { model, log })))
    const first = failing.predict.post({ data: [sample] })
    const inference = await model.next()
    const second = failing.predict.post({ data: [sample] })
    inference.fail(new Error('the model of /secret broke'))
    const { error } = await first
    expect(error?.status).toBe(500)
    expect(JSON.stringify(error?.value)).not.toContain('secret')
    expect(await log.line(({ level }) => level === 'error')).toHaveProperty('err')
    ;(await model.next()).finish(Float32Array.of(0.25, 0.75))
    expect((await second).data?.prediction).toEqual([[0.25, 0.75]])
  })

  test.each([
    ['outside [0, 1]', Float32Array.of(1.5, -0.5)],
    ['not a number', Float32Array.of(Number.NaN, 0.5)],
    ['too few', Float32Array.of(1)],
  ])('an answer that is %s does not go out', async (_, numbers) => {
    const model = new GatedModel()
    const wrong = treaty(createClassifier(await classifierDeps('setosa', { model })))
    const answer = wrong.predict.post({ data: [sample] })
    ;(await model.next()).finish(numbers)
    expect((await answer).error?.status).toBe(500)
  })
})

test('a row that the model cannot answer is the caller’s: 422 with its place', async () => {
  const partial = treaty(createClassifier(await classifierDeps('setosa', { model: partialModel })))
  const [good, bad] = [
    [0.5, 0, 0, 0],
    [BAD, 0, 0, 0],
  ]
  const { error } = await partial.predict.post({ data: [good, good, bad, bad, bad] })
  expect(error?.value).toMatchObject({
    code: 'unanswerable-row',
    detail:
      'data[2]: the model gave NaN, expected a probability in [0, 1]; 2 more of these rows cannot be answered either',
  })
  expect((await partial.predict.post({ data: [good] })).data?.prediction).toEqual([[0.5, 0.5]])
})

test('rows by name are answered as rows in order', async () => {
  const named = { sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2 }
  const { data } = await api.predict.post({ rows: [named] })
  expect(data?.prediction).toEqual(await predict([[5.1, 3.5, 1.4, 0.2]]))
})

test('rows whose time is over before the model has time for them are not computed', async () => {
  const model = new GatedModel()
  const deps = await classifierDeps('setosa', { model })
  const busy = createClassifier(deps)
  const post = (timeoutMs: string) =>
    busy.handle(
      new Request('http://localhost/predict', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-timeout-ms': timeoutMs },
        body: JSON.stringify({ data: [sample] }),
      }),
    )
  const first = post('60000')
  const inference = await model.next()
  const [late, patient] = [post('1'), post('60000')]
  await eventually(
    () => deps.queue.held,
    (held) => held === 3,
  )
  const waitsAt = performance.now()
  await eventually(
    () => performance.now() - waitsAt,
    (ms) => ms > 1,
  )
  inference.finish(Float32Array.of(0, 1))
  const next = await model.next()
  expect(next.rows).toHaveLength(4)
  next.finish(Float32Array.of(1, 0))
  expect((await Promise.all([first, late, patient])).map(({ status }) => status)).toEqual([200, 504, 200])
  expect(model.count).toBe(2)
})

test('GET /predict/test answers the manifest’s sample', async () => {
  const { data } = await api.predict.test.get()
  expect(data).toEqual({ classifier: 'setosa', prediction: await predict([[5.1, 3.5, 1.4, 0.2]]) })
})

test('GET /metadata says what the classifier is', async () => {
  const { data } = await api.metadata.get()
  expect(data).toMatchObject({
    classifier: 'setosa',
    data_structure: '(1,4)',
    data_sample: [sample],
    prediction_structure: '(1,2)',
    prediction_sample: (await predict([[5.1, 3.5, 1.4, 0.2]]))[0],
    features: ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'],
    classes: ['setosa', 'rest'],
    model: { file: 'setosa.onnx', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
})

test.each(['health', 'ready'] as const)('%s is ok', async (path) => {
  const { data } = path === 'health' ? await api.health.get() : await api.health.ready.get()
  expect(data).toEqual({ health: 'ok' })
})

test('the caller’s request id comes back and is in the log line', async () => {
  const log = new RecordedLog()
  await using server = await RunningClassifier.start('setosa', { log })
  const response = await server.fetch('/health', { headers: { 'x-request-id': 'order-17' } })
  expect(response.headers.get('x-request-id')).toBe('order-17')
  expect(await log.line(({ message }) => message === 'request')).toMatchObject({
    requestId: 'order-17',
    method: 'GET',
    path: '/health',
    status: 200,
  })
})
