import { afterAll, expect, test } from 'bun:test'
import { hashOf, KeyRing, newKey, scopes } from '@sepal/keys'
import { Intake, MemoryBudget } from '@sepal/server'
import {
  declaredStatuses,
  expectDeclared,
  failingApp,
  passedDeadline,
  postUnfinished,
  RunningServer,
} from '@sepal/server/testing'
import { scopeOf } from '../src/access/route-scope.ts'
import { examplesOf } from '../src/openapi/examples.ts'
import { FakeGarden, gardener } from './fake-garden.ts'
import { type Answer, never } from './faulty-classifier.ts'
import { garden, gardenRow } from './garden.ts'
import { openLog } from './open-log.ts'
import type { ProxyOptions } from './running-proxy.ts'

/** What a browser says that has every file. */
const KNOWN = { headers: { 'if-none-match': '*' } }
const JSON_TYPE = 'application/json'
const MAX_BODY_BYTES = 1000
const rows = JSON.stringify({ data: [gardenRow] })
const pageFile = { type: 'text/html', hash: 'h', forms: new Map([['identity', new Uint8Array()]] as const) }
const page = new Map([
  ['index.html', pageFile],
  ['app.js', pageFile],
])
const trainingData = new Map([['garden.csv', 'height']])
const well = await FakeGarden.start({}, { maxBodyBytes: MAX_BODY_BYTES, page, trainingData })
const shortRow = JSON.stringify({ data: [gardenRow.slice(1)] })
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

const askWithoutStatistics: Ask = async (path, init) => {
  await using closed = await FakeGarden.start({}, { hasStatistics: false })
  return await closed.proxy.fetch(path, init)
}

/** Asks while the last of the classifiers has this answer. */
const askWith =
  (moss2: Answer, options: ProxyOptions = {}): Ask =>
  async (path, init) => {
    await using faulty = await FakeGarden.start({ moss2 }, options)
    return await faulty.proxy.fetch(path, init)
  }
const notThere = () => new Response('', { status: 503 })
const askWithWrong = askWith(() => new Response('', { status: 500 }))
const askWithout = askWith(notThere)
/** Asks for predictions while the last of the classifiers hangs. */
const askWithSlow: Ask = async (path, init) => {
  await using slow = await FakeGarden.start({ moss2: never })
  const response = slow.proxy.fetch(path, init)
  await slow.passDeadline(['moss2'])
  return await response
}
/** The deadline of a test call is a real timer, and the other classifiers must keep it: hence not shorter. */
const askTestWithSlow = askWith(never, { deadlineMs: 500 })
const askOfAll = askWith(notThere, { partial: { isDefault: true, quorum: 5 } })
/** Asks a proxy that has not yet seen its classifiers. */
const askEarly = askWith(gardener('moss2'))

const feedback = JSON.stringify({ feedback: [{ request: 'order-17', truth: 'rose' }] })
const logOf = (recorded: number | undefined) => {
  const decisionLog = openLog('/nowhere', garden)
  decisionLog.addFeedback = () => recorded
  return decisionLog
}
const askLogging = askWith(gardener('moss2'), { decisionLog: logOf(1) })
const askFull = askWith(gardener('moss2'), { decisionLog: logOf(undefined) })
/** Asks with a body whose last byte never comes. */
const askSlowly: Ask = async (path) => {
  await using patient = await FakeGarden.start({}, { intake: new Intake(undefined, passedDeadline(60_000)) })
  return await postUnfinished(patient.proxy.address, path, rows)
}
/** Asks a proxy that has no memory for requests. */
const askWithoutMemory: Ask = async (path, init) => {
  await using full = await FakeGarden.start({}, { intake: new Intake(new MemoryBudget(0)) })
  return await full.proxy.fetch(path, init)
}

/** The statuses of a route that takes rows. */
const taking = (path: string): Record<string, () => Promise<Response>> => ({
  [`POST ${path} 200`]: () => ask(path, posted(rows)),
  [`POST ${path} 400`]: () => ask(path, posted('{')),
  [`POST ${path} 408`]: () => askSlowly(path),
  [`POST ${path} 413`]: () => ask(path, posted(' '.repeat(MAX_BODY_BYTES + 1))),
  [`POST ${path} 415`]: () => ask(path, posted(rows, 'text/plain')),
  [`POST ${path} 422`]: () => ask(path, posted(shortRow)),
  [`POST ${path} 500`]: () => askBroken(path, posted(rows)),
  [`POST ${path} 502`]: () => askWithWrong(path, posted(rows)),
  [`POST ${path} 503`]: () => askWithout(path, posted(rows)),
  [`POST ${path} 504`]: () => askWithSlow(path, posted(rows)),
})

const partial = (path: string): Record<string, () => Promise<Response>> => ({
  [`POST ${path} 200 one classifier failed`]: () => askWithout(`${path}?partial=true`, posted(rows)),
})

const deciding = (path: string): Record<string, () => Promise<Response>> => ({
  ...partial(path),
  [`POST ${path} 503 too few answered`]: () => askOfAll(path, posted(rows)),
})

/** The statuses of a route that asks the classifiers for the sample. */
const testing = (path: string): Record<string, () => Promise<Response>> => ({
  [`GET ${path} 200`]: () => ask(path),
  [`GET ${path} 422`]: () => askHasty(path),
  [`GET ${path} 500`]: () => askBroken(path),
  [`GET ${path} 502`]: () => askWithWrong(path),
  [`GET ${path} 503`]: () => askWithout(path),
  [`GET ${path} 504`]: () => askTestWithSlow(path),
})

/** The statuses of the route whose answer is a stream: what becomes of the classifiers is told in it. */
const streaming = (path: string): Record<string, () => Promise<Response>> => ({
  ...Object.fromEntries(
    Object.entries(taking(path)).filter(([declared]) => !/ (200|50[234])$/.test(declared)),
  ),
  [`POST ${path} 503`]: () => askWithoutMemory(path, posted(rows)),
  ...Object.fromEntries(
    ['text/event-stream', 'application/x-ndjson'].map((accept) => [
      `POST ${path} 200 ${accept}`,
      () => ask(path, { method: 'POST', headers: { 'content-type': JSON_TYPE, accept }, body: rows }),
    ]),
  ),
})

const newKeys = () =>
  Object.fromEntries(scopes.map((scope) => [scope, newKey((bytes) => crypto.getRandomValues(bytes))]))
/** A key for each scope; of those that are spent, no row is left. */
const fresh = newKeys()
const spent = newKeys()
const rate = { rows: 60, windowSeconds: 60 }
const keys = new KeyRing(
  [fresh, spent].flatMap((made, i) =>
    scopes.map((scope) => ({
      name: `${scope}-${i}`,
      sha256: hashOf(made[scope] ?? ''),
      scopes: [scope],
      ...(made === spent && { rate }),
    })),
  ),
)
for (const { limit } of keys.keys) limit?.charge(2 * rate.rows, performance.now())
const locked = await FakeGarden.start({}, { keys })
afterAll(() => locked[Symbol.asyncDispose]())

const askKeyed = async (route: string, key?: string) => {
  const [method = '', path = ''] = route.split(' ')
  const headers = key === undefined ? {} : { 'x-api-key': key }
  return await locked.proxy.fetch(path, { method, headers })
}

/** The refusals of a route that needs a key. */
const keyed = (route: string): Record<string, () => Promise<Response>> => {
  const needed = scopeOf(route.slice(route.indexOf('/')))
  const other = scopes.find((scope) => scope !== needed)
  return {
    [`${route} 401`]: () => askKeyed(route),
    [`${route} 403`]: () => askKeyed(route, fresh[other ?? '']),
    [`${route} 429`]: () => askKeyed(route, spent[needed ?? '']),
  }
}
const keyedRoutes = declaredStatuses(app).flatMap((declared) => {
  const [method, path, status] = declared.split(' ')
  return status === '401' ? [`${method} ${path}`] : []
})

const provocations: Record<string, () => Promise<Response>> = {
  'GET / 200': () => ask('/'),
  'GET / 307': () => ask('/', { headers: { accept: 'text/html' }, redirect: 'manual' }),
  'GET / 500': () => askBroken('/'),
  'GET /contract 200': () => ask('/contract'),
  'GET /contract 500': () => askBroken('/contract'),
  'GET /health 200': () => ask('/health'),
  'GET /health 500': () => askBroken('/health'),
  'GET /health/live 200': () => ask('/health/live'),
  'GET /health/live 500': () => askBroken('/health/live'),
  'GET /health/ready 200': () => ask('/health/ready'),
  'GET /health/ready 500': () => askBroken('/health/ready'),
  'GET /health/ready 503': () => askEarly('/health/ready'),
  'GET /health/all 200': () => ask('/health/all'),
  'GET /health/all 422': () => askHasty('/health/all'),
  'GET /health/all 500': () => askBroken('/health/all'),
  'GET /health/all 503': () => askWithout('/health/all'),
  'GET /metadata 200': () => ask('/metadata'),
  'GET /metadata 500': () => askBroken('/metadata'),
  'GET /metadata 503': () => askEarly('/metadata'),
  'GET /services 200': async () => {
    await ask('/predict', posted(rows))
    return await ask('/services')
  },
  'GET /services 404': () => askWithoutConsole('/services'),
  'GET /services 500': () => askBroken('/services'),
  'GET /statistics 200': () => ask('/statistics'),
  'GET /statistics 404': () => askWithoutStatistics('/statistics'),
  'GET /statistics 500': () => askBroken('/statistics'),
  'GET /metrics 200': () => ask('/metrics'),
  'GET /metrics 500': () => askBroken('/metrics'),
  'GET /models 200': () => ask('/models'),
  'GET /models 500': () => askBroken('/models'),
  'GET /console 200': () => ask('/console'),
  'GET /console 304': () => ask('/console', KNOWN),
  'GET /console 308': () => ask('/console/', { redirect: 'manual' }),
  'GET /console 404': () => askEarly('/console'),
  'GET /console 500': () => askBroken('/console'),
  'GET /console/ensemble 200': () => ask('/console/ensemble'),
  'GET /console/ensemble 404': () => askWithoutConsole('/console/ensemble'),
  'GET /console/ensemble 500': () => askBroken('/console/ensemble'),
  'GET /console/:file 200': () => ask('/console/app.js'),
  'GET /console/:file 304': () => ask('/console/app.js', KNOWN),
  'GET /console/:file 404': () => ask('/console/other.js'),
  'GET /console/:file 500': () => askBroken('/console/app.js'),
  'GET /console/data/:file 200': () => ask('/console/data/garden.csv'),
  'GET /console/data/:file 404': () => ask('/console/data/other.csv'),
  'GET /console/data/:file 500': () => askBroken('/console/data/garden.csv'),
  ...Object.fromEntries(
    ['/docs', '/docs/json', '/docs/scalar.js'].flatMap((path) => [
      [`GET ${path} 200`, () => ask(path)],
      [`GET ${path} 500`, () => askBroken(path)],
    ]),
  ),
  'GET /docs/scalar.js 304': () => ask('/docs/scalar.js', KNOWN),
  'GET /docs 308': () => ask('/docs/', { redirect: 'manual' }),
  ...testing('/predict/get/test'),
  ...testing('/predict/post/test'),
  ...taking('/predict'),
  ...taking('/predict/label'),
  ...taking('/predict/batch'),
  ...taking('/predict/label/batch'),
  ...partial('/predict'),
  ...partial('/predict/batch'),
  ...deciding('/predict/label'),
  ...deciding('/predict/label/batch'),
  ...streaming('/predict/stream'),
  'POST /feedback 200': () => askLogging('/feedback', posted(feedback)),
  'POST /feedback 400': () => ask('/feedback', posted('{')),
  'POST /feedback 408': () => askSlowly('/feedback'),
  'POST /feedback 413': () => ask('/feedback', posted(' '.repeat(MAX_BODY_BYTES + 1))),
  'POST /feedback 415': () => ask('/feedback', posted(feedback, 'text/plain')),
  'POST /feedback 422': () => ask('/feedback', posted('{}')),
  'POST /feedback 500': () => askBroken('/feedback', posted(feedback)),
  'POST /feedback 501': () => ask('/feedback', posted(feedback)),
  'POST /feedback 503': () => askFull('/feedback', posted(feedback)),
  ...Object.assign({}, ...keyedRoutes.map(keyed)),
}

test('every declared status can be provoked', () => {
  const provoked = Object.keys(provocations).map((key) => key.split(' ').slice(0, 3).join(' '))
  expect([...new Set(provoked)].sort()).toEqual(declaredStatuses(app).sort())
})

const limits = { maxBodyBytes: MAX_BODY_BYTES, maxBatchBytes: MAX_BODY_BYTES }
const examples = examplesOf(garden, limits)

test('every route but the open ones declares what callers without a key get', () => {
  const routes = app.routes.map(({ method, path }) => `${method} ${path}`)
  const closed = routes.filter((route) => scopeOf(route.slice(route.indexOf('/'))) !== undefined)
  expect(keyedRoutes.sort()).toEqual(closed.filter((route) => route !== 'GET /console/:file').sort())
})

test('every declared status has an example in the OpenAPI document', () => {
  const documented = Object.keys(provocations).filter((key) => !/^GET \/(docs|console|contract| )/.test(key))
  expect(Object.keys(examples).sort()).toEqual(documented.sort())
})

/** An answer without what is another one each time: measured numbers, who is surest, the request's id, an address. */
const lasting = (body: string) =>
  JSON.parse(body, (key, value) => {
    if (typeof value === 'number') return key === 'status' ? value : 0
    // Only of a model that was repaired.
    if (key === 'repairs') return undefined
    return ['label', 'requestId', 'address'].includes(key) ? key : value
  })

test.each(Object.entries(provocations))('the answer %s goes out as declared', async (key, provoke) => {
  const response = await provoke()
  const { status, headers } = response
  const body = await response.text()
  await expectDeclared(app, key, new Response(body, { status, headers }))
  const example = examples[key]
  if (example === undefined) return
  const text = typeof example === 'string' ? example : JSON.stringify(example)
  await expectDeclared(app, key, new Response(text, { status, headers }))
  if (typeof example !== 'string') expect(lasting(body)).toEqual(lasting(text))
})
