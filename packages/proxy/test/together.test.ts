import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { irisFolder, ModelFolder } from '@sepal/classifier/testing'
import { FLOAT32_MAX } from '@sepal/ensemble'
import { writeHeavyModel, writeLinearModel } from '@sepal/modeling'
import { StartupError, silentLog } from '@sepal/server'
import { eventually } from '@sepal/server/testing'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { LocalClassifiers } from '../src/transport/local/local-classifiers.ts'
import { LocalEnsemble } from './local-ensemble.ts'
import { RunningEnsemble } from './running-ensemble.ts'
import type { RunningProxy } from './running-proxy.ts'

setDefaultTimeout(30_000)

/** No answer is late on a machine that does much else. */
const patient = { deadlineMs: 20_000 }

const sample = Object.values(iris.sample)
const many = Array.from({ length: 700 }, (_, i) => sample.map((value) => value + (i % 37) / 7))
const far = [FLOAT32_MAX, FLOAT32_MAX, -FLOAT32_MAX, FLOAT32_MAX]
const rows: Record<string, unknown> = {
  'a row': { data: [sample] },
  'a row by name': { rows: [iris.sample] },
  'many rows': { data: many },
  'a row that models have no answer to': { data: [sample, far] },
  'no rows': { data: [] },
  'a row that is too short': { data: [[1]] },
  'a text': { data: [['a', 1, 2, 3]] },
  nothing: {},
}
const paths = ['/predict', '/predict/batch', '/predict/label', '/predict/label/batch', '/predict/stream']
const queries = ['', '?partial=true']
const getters = ['/predict/get/test', '/metadata', '/models', '/health/all']

/** All that a caller sees: the status, the headers but the time, and the body byte for byte. */
async function seen(response: Response) {
  const { date: _, ...headers } = Object.fromEntries(response.headers)
  const body = await response.text()
  const isStream = headers['content-type'] === 'text/event-stream'
  return { status: response.status, headers, body: isStream ? inAnyOrder(body) : body }
}

/** The events of a stream come as fast as each classifier answers, and say how fast that was. */
const inAnyOrder = (body: string) =>
  body
    .replaceAll(/"ms":[\d.]+/g, '')
    .split('\n\n')
    .sort()

const asCaller = { 'x-request-id': 'order-17', 'content-type': 'application/json' }

async function answersOf(proxy: RunningProxy<typeof iris>) {
  const answers: Record<string, unknown> = {}
  const ask = async (what: string, path: string, init: RequestInit) => {
    answers[what] = await seen(await proxy.fetch(path, { headers: asCaller, ...init }))
  }
  for (const path of paths) {
    for (const query of queries) {
      for (const [what, body] of Object.entries(rows)) {
        const init = { method: 'POST', body: JSON.stringify(body) }
        await ask(`${path}${query} with ${what}`, path + query, init)
      }
    }
    await ask(`${path} with half a body`, path, { method: 'POST', body: '{"data":' })
    const headers = { ...asCaller, 'x-request-timeout-ms': 'soon' }
    await ask(`${path} without a time`, path, {
      method: 'POST',
      body: JSON.stringify(rows['a row']),
      headers,
    })
  }
  for (const path of getters) await ask(path, path, {})
  return answers
}

describe('classifiers in the proxy’s process', () => {
  let folder: ModelFolder
  let apart: Record<string, unknown>
  beforeAll(async () => {
    // Its scores of what is far away are infinite, and its probabilities NaN.
    const weights = sample.map(() => [1e30, -1e30])
    const bytes = writeLinearModel('setosa', { weights, bias: [0, 0] })
    folder = await ModelFolder.write(iris, { 'setosa.onnx': bytes })
    await using ensemble = await RunningEnsemble.start(iris, folder.path, patient)
    apart = await answersOf(ensemble.proxy)
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  test.each([
    ['in its thread', {}],
    ['in threads of their own', { INLINE_MAX_MS: '0' }],
  ])(
    'answer as those in processes of their own do, byte for byte, errors too: %s',
    async (_, environment) => {
      await using together = await LocalEnsemble.start(iris, folder.path, { environment, ...patient })
      const answers = await answersOf(together.proxy)
      // What is compared holds both: answers, and errors of every side.
      const statuses = new Set(Object.values(answers).map((answer) => Object(answer).status))
      expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 400, 422]))
      expect(JSON.stringify(answers).includes('unanswerable-row')).toBe(true)
      for (const [what, answer] of Object.entries(answers))
        expect({ [what]: answer }).toEqual({ [what]: apart[what] })
    },
  )

  test('are shown where replicas are, and their models’ figures with the proxy’s own', async () => {
    await using together = await LocalEnsemble.start(iris, irisFolder)
    await together.proxy.post('/predict', JSON.stringify(rows['a row']))
    expect(await (await together.proxy.fetch('/services')).json()).toMatchObject({
      setosa: { replicas: [{ address: 'here', state: 'closed', sha256: expect.stringMatching(/^\w{64}$/) }] },
    })
    const metrics = await (await together.proxy.fetch('/metrics')).text()
    for (const name of Object.keys(iris.classifiers)) {
      expect(metrics).toContain(`sepal_model_rows_total{classifier="${name}"} 1\n`)
    }
  })

  test('one whose model does not fit keeps the proxy from starting, and is named', async () => {
    const bytes = new TextEncoder().encode('<!DOCTYPE html>')
    await using folder = await ModelFolder.write(iris, { 'virginica.onnx': bytes })
    const options = { manifest: iris, folder: folder.path, environment: {}, log: silentLog }
    const error = await LocalClassifiers.start(['virginica'], options).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StartupError)
    expect(String(error)).toContain(
      'virginica: the model does not fit ensemble.json\n  expected: an ONNX model in virginica.onnx',
    )
  })
})

describe('a slow classifier in the proxy’s process', () => {
  const slow = {
    ...iris,
    classifiers: { setosa: iris.classifiers.setosa },
  }
  const linear = { weights: sample.map(() => [1, -1]), bias: [0, 0] }
  let folder: ModelFolder
  beforeAll(async () => {
    // 300 products are about 100 ms.
    folder = await ModelFolder.write(slow, {
      'setosa.onnx': writeHeavyModel('setosa', { ...linear, products: 300 }),
    })
  })
  afterAll(() => folder[Symbol.asyncDispose]())
  const body = JSON.stringify({ data: [sample] })

  test('does not keep /health from answering', async () => {
    await using together = await LocalEnsemble.start(slow, folder.path, patient)
    const { proxy } = together
    let isAnswered = false
    const prediction = proxy.post('/predict', body).finally(() => {
      isAnswered = true
    })
    await eventually(
      () => proxy.clusters.figures().setosa.replicas[0]?.callsUnderWay,
      (calls) => calls === 1,
    )
    // Beside an inference in its own thread, at most the first of these would be answered.
    for (let i = 0; i < 3; i++) expect((await proxy.fetch('/health')).status).toBe(200)
    expect(isAnswered).toBe(false)
    expect((await prediction).status).toBe(200)
  })

  test('is late as one in a process of its own is', async () => {
    await using apart = await RunningEnsemble.start(slow, folder.path)
    await using together = await LocalEnsemble.start(slow, folder.path)
    const headers = { ...asCaller, 'x-request-timeout-ms': '1' }
    const [expected, answer] = await Promise.all(
      [apart, together].map(async ({ proxy }) =>
        seen(await proxy.fetch('/predict', { method: 'POST', headers, body })),
      ),
    )
    expect(answer).toEqual(expected)
    expect(answer?.status).toBe(504)
  })
})
