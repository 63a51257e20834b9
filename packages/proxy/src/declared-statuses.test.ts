import { afterAll, expect, test } from 'bun:test'
import { declaredStatuses, expectDeclared, failingApp, RunningServer } from '@sepal/kit/testing'
import { FakeGarden, gardener } from '../test/fake-garden.ts'
import { type Answer, never } from '../test/faulty-classifier.ts'
import { garden } from '../test/garden.ts'

/** What a browser says that has every file. */
const KNOWN = { headers: { 'if-none-match': '*' } }
const JSON_TYPE = 'application/json'
const rows = JSON.stringify({ data: [garden.sample] })
const pageFile = { type: 'text/html', hash: 'h', forms: new Map([['identity', new Uint8Array()]] as const) }
const page = new Map([
  ['index.html', pageFile],
  ['app.js', pageFile],
])
const trainingData = new Map([['garden.csv', 'height']])
const well = await FakeGarden.start({}, { maxBodyBytes: 1000, page, trainingData })
await well.proxy.untilReady()
const app = well.proxy.proxy
afterAll(() => well[Symbol.asyncDispose]())

type Ask = (path: string, init?: RequestInit) => Promise<Response>

const posted = (body: string, type = JSON_TYPE) => ({
  method: 'POST',
  headers: { 'content-type': type },
  body,
})
const ask: Ask = (path, init) => well.proxy.fetch(path, init)
/** Asks with a time that is none. */
const askHasty: Ask = (path) => ask(path, { headers: { 'x-request-timeout-ms': 'soon' } })
const askBroken: Ask = async (path, init) => {
  await using server = new RunningServer(failingApp(app))
  return await server.fetch(path, init)
}

const askWithoutConsole: Ask = async (path, init) => {
  await using closed = await FakeGarden.start({}, { hasConsole: false })
  return await closed.proxy.fetch(path, init)
}

/** Asks while one of the classifiers has this answer. */
const askWith =
  (lily: Answer, deadlineMs = 5000): Ask =>
  async (path, init) => {
    await using faulty = await FakeGarden.start({ lily }, { deadlineMs })
    return await faulty.proxy.fetch(path, init)
  }
const askWithWrong = askWith(() => new Response('', { status: 500 }))
const askWithout = askWith(() => new Response('', { status: 503 }))
const askWithSlow = askWith(never, 30)

/** The statuses of a route that takes rows. */
const taking = (path: string): Record<string, () => Promise<Response>> => ({
  [`POST ${path} 200`]: () => ask(path, posted(rows)),
  [`POST ${path} 400`]: () => ask(path, posted('{')),
  [`POST ${path} 413`]: () => ask(path, posted(' '.repeat(1001))),
  [`POST ${path} 415`]: () => ask(path, posted(rows, 'text/plain')),
  [`POST ${path} 422`]: () => ask(path, posted('{}')),
  [`POST ${path} 500`]: () => askBroken(path, posted(rows)),
  [`POST ${path} 502`]: () => askWithWrong(path, posted(rows)),
  [`POST ${path} 503`]: () => askWithout(path, posted(rows)),
  [`POST ${path} 504`]: () => askWithSlow(path, posted(rows)),
})

/** The statuses of a route that asks the classifiers for the sample. */
const testing = (path: string): Record<string, () => Promise<Response>> => ({
  [`GET ${path} 200`]: () => ask(path),
  [`GET ${path} 422`]: () => askHasty(path),
  [`GET ${path} 500`]: () => askBroken(path),
  [`GET ${path} 502`]: () => askWithWrong(path),
  [`GET ${path} 503`]: () => askWithout(path),
  [`GET ${path} 504`]: () => askWithSlow(path),
})

/** The statuses of the route whose answer is a stream: what becomes of the classifiers is told in it. */
const streaming = (path: string): Record<string, () => Promise<Response>> => ({
  ...Object.fromEntries(Object.entries(taking(path)).filter(([declared]) => !/ 50[234]$/.test(declared))),
  [`POST ${path} 200`]: () =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE, accept: 'application/x-ndjson' },
      body: rows,
    }),
})

const provocations: Record<string, () => Promise<Response>> = {
  'GET /health 200': () => ask('/health'),
  'GET /health 500': () => askBroken('/health'),
  'GET /health/live 200': () => ask('/health/live'),
  'GET /health/live 500': () => askBroken('/health/live'),
  'GET /health/ready 200': () => ask('/health/ready'),
  'GET /health/ready 500': () => askBroken('/health/ready'),
  'GET /health/ready 503': () => askWith(gardener('lily'))('/health/ready'),
  'GET /health/all 200': () => ask('/health/all'),
  'GET /health/all 422': () => askHasty('/health/all'),
  'GET /health/all 500': () => askBroken('/health/all'),
  'GET /health/all 503': () => askWithout('/health/all'),
  'GET /metadata 200': () => ask('/metadata'),
  'GET /metadata 500': () => askBroken('/metadata'),
  'GET /metadata 503': () => askWith(gardener('lily'))('/metadata'),
  'GET /services 200': () => ask('/services'),
  'GET /services 404': () => askWithoutConsole('/services'),
  'GET /services 500': () => askBroken('/services'),
  'GET /metrics 200': () => ask('/metrics'),
  'GET /metrics 500': () => askBroken('/metrics'),
  'GET /models 200': () => ask('/models'),
  'GET /models 500': () => askBroken('/models'),
  'GET /console 200': () => ask('/console'),
  'GET /console 304': () => ask('/console', KNOWN),
  'GET /console 308': () => ask('/console/', { redirect: 'manual' }),
  'GET /console 404': () => askWith(gardener('lily'))('/console'),
  'GET /console 500': () => askBroken('/console'),
  'GET /console/:file 200': () => ask('/console/app.js'),
  'GET /console/:file 304': () => ask('/console/app.js', KNOWN),
  'GET /console/:file 404': () => ask('/console/other.js'),
  'GET /console/:file 500': () => askBroken('/console/app.js'),
  'GET /console/data/:file 200': () => ask('/console/data/garden.csv'),
  'GET /console/data/:file 404': () => ask('/console/data/other.csv'),
  'GET /console/data/:file 500': () => askBroken('/console/data/garden.csv'),
  ...testing('/predict/get/test'),
  ...testing('/predict/post/test'),
  ...taking('/predict'),
  ...taking('/predict/label'),
  ...taking('/predict/batch'),
  ...taking('/predict/label/batch'),
  ...streaming('/predict/stream'),
}

test('every declared status can be provoked', () => {
  expect(Object.keys(provocations).sort()).toEqual(declaredStatuses(app).sort())
})

test.each(Object.entries(provocations))('%s goes out as declared', async (declared, provoke) => {
  await expectDeclared(app, declared, await provoke())
})
