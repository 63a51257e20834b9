import { afterAll, expect, test } from 'bun:test'
import { Drain, Intake } from '@sepal/server'
import {
  declaredStatuses,
  expectDeclared,
  failingApp,
  passedDeadline,
  postUnfinished,
  RunningServer,
} from '@sepal/server/testing'
import { GatedModel } from '../test/gated-model.ts'
import { classifierDeps } from '../test/running-classifier.ts'
import { createClassifier } from './app.ts'

const JSON_TYPE = 'application/json'
const deps = await classifierDeps('setosa', { maxBodyBytes: 1000 })
afterAll(() => deps.model.release())
const app = createClassifier(deps)
const rows = JSON.stringify({ data: [Object.values(deps.manifest.sample)] })

const posted = (body: string, type = JSON_TYPE) => ({
  method: 'POST',
  headers: { 'content-type': type },
  body,
})
const ask = async (path: string, init?: RequestInit) => {
  await using server = new RunningServer(createClassifier(deps))
  return await server.fetch(path, init)
}
const askBroken = async (path: string, init?: RequestInit) => {
  await using server = new RunningServer(failingApp(createClassifier(deps)))
  return await server.fetch(path, init)
}

/** Asks while the server is about to stop. */
async function askDraining(path: string): Promise<Response> {
  const drain = new Drain()
  await using server = new RunningServer(createClassifier({ ...deps, drain }))
  drain.begin()
  const response = await server.fetch(path)
  expect(response.headers.get('connection')).toBe('close')
  return response
}

/** Asks with a body whose last byte never comes. */
async function askSlowly(path: string): Promise<Response> {
  const intake = new Intake(undefined, passedDeadline(60_000))
  await using server = new RunningServer(createClassifier({ ...deps, intake }))
  return await postUnfinished(server.address, path, rows)
}

/** Asks while the model is busy and as many wait as may. */
async function askBusy(path: string, init?: RequestInit): Promise<Response> {
  const model = new GatedModel()
  await using server = new RunningServer(
    createClassifier(await classifierDeps('setosa', { model, maxQueue: 1 })),
  )
  const first = server.post('/predict', rows)
  const inference = await model.next()
  const response = await server.fetch(path, init)
  expect(response.headers.get('retry-after')).toBe('1')
  inference.finish(Float32Array.of(1, 0))
  expect((await first).status).toBe(200)
  return response
}

/** Asks on behalf of a caller who is gone before the model has time for it. */
async function askTooLate(path: string, init?: RequestInit): Promise<Response> {
  const model = new GatedModel()
  const busy = createClassifier(await classifierDeps('setosa', { model }))
  const first = busy.handle(new Request('http://localhost/predict', posted(rows)))
  const inference = await model.next()
  const gone = new AbortController()
  const response = busy.handle(new Request(`http://localhost${path}`, { ...init, signal: gone.signal }))
  gone.abort()
  inference.finish(Float32Array.of(1, 0))
  await first
  expect(model.count).toBe(1)
  return response
}

/** Asks without the token that the classifier wants. */
const askUnknown = async (path: string, init?: RequestInit) => {
  await using server = new RunningServer(createClassifier({ ...deps, upstreamToken: 'only-for-proxies' }))
  return await server.fetch(path, init)
}

const provocations: Record<string, () => Promise<Response>> = {
  'GET /health 200': () => ask('/health'),
  'GET /health 500': () => askBroken('/health'),
  'GET /health/ready 200': () => ask('/health/ready'),
  'GET /health/ready 500': () => askBroken('/health/ready'),
  'GET /health/ready 503': () => askDraining('/health/ready'),
  'GET /metadata 401': () => askUnknown('/metadata'),
  'GET /metadata 200': () => ask('/metadata'),
  'GET /metadata 500': () => askBroken('/metadata'),
  'GET /metrics 401': () => askUnknown('/metrics'),
  'GET /metrics 200': () => ask('/metrics'),
  'GET /metrics 500': () => askBroken('/metrics'),
  'GET /predict/test 401': () => askUnknown('/predict/test'),
  'GET /predict/test 200': () => ask('/predict/test'),
  'GET /predict/test 422': () => ask('/predict/test', { headers: { 'x-request-timeout-ms': 'soon' } }),
  'GET /predict/test 500': () => askBroken('/predict/test'),
  'GET /predict/test 503': () => askBusy('/predict/test'),
  'GET /predict/test 504': () => askTooLate('/predict/test'),
  'POST /predict 401': () => askUnknown('/predict', posted(rows)),
  'POST /predict 200': () => ask('/predict', posted(rows)),
  'POST /predict 400': () => ask('/predict', posted('{')),
  'POST /predict 408': () => askSlowly('/predict'),
  'POST /predict 413': () => ask('/predict', posted(' '.repeat(1001))),
  'POST /predict 415': () => ask('/predict', posted(rows, 'text/plain')),
  'POST /predict 422': () => ask('/predict', posted('{}')),
  'POST /predict 500': () => askBroken('/predict', posted(rows)),
  'POST /predict 503': () => askBusy('/predict', posted(rows)),
  'POST /predict 504': () => askTooLate('/predict', posted(rows)),
}

test('every declared status can be provoked', () => {
  expect(Object.keys(provocations).sort()).toEqual(declaredStatuses(app).sort())
})

test.each(Object.entries(provocations))('%s goes out as declared', async (declared, provoke) => {
  await expectDeclared(app, declared, await provoke())
})
