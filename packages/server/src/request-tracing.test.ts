import { afterAll, describe, expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { TraceReceiver } from '../test/index.ts'
import { silentLog } from './log.ts'
import { RequestFigures } from './metrics/request-figures.ts'
import { problemDetails } from './problem-details.ts'
import { requestContext } from './request-context.ts'
import { requestLog } from './request-log.ts'
import { requestTracing } from './request-tracing.ts'
import { RouteTable } from './route-table.ts'
import type { Tracer } from './tracing/span.ts'
import { startTracing } from './tracing/start-tracing.ts'

const receiver = new TraceReceiver()
const tracing = await startTracing({ service: 'test', environment: receiver.environment, log: silentLog })
afterAll(async () => {
  await tracing?.stop()
  await receiver[Symbol.asyncDispose]()
})

function appWith(tracer: Tracer | undefined) {
  const routes = new RouteTable()
  const app = new Elysia()
    .use(requestTracing(tracer))
    .use(requestLog(silentLog, new RequestFigures()))
    .use(problemDetails(silentLog, routes))
    .use(requestContext)
    .get('/rows/:id', ({ span }) => `${span?.traceId}`)
    .get('/health/ready', ({ span }) => `${span?.traceId}`)
    .get('/bug', () => {
      throw new Error('a bug')
    })
    .post('/rows', () => 'ok')
  routes.learn(app.routes)
  return app
}
const app = appWith(tracing?.tracer)

let count = 0
/** The span of a request; each has an ID of its own. */
async function spanOf(path: string, init: RequestInit = {}) {
  count += 1
  const id = `request-${count}`
  await app.handle(new Request(`http://localhost${path}`, { ...init, headers: { 'x-request-id': id } }))
  return receiver.span(id, ({ attributes }) => attributes['sepal.request.id'] === id)
}

describe('the span of a request', () => {
  test('has the route for a name, not the path, which callers choose', async () => {
    expect(await spanOf('/rows/17?secret=1')).toMatchObject({
      name: 'GET /rows/:id',
      kind: 'server',
      service: 'test',
      error: undefined,
      attributes: { 'http.route': '/rows/:id', 'url.path': '/rows/17', 'http.response.status_code': 200 },
    })
    expect(JSON.stringify(receiver.spans)).not.toContain('secret')
  })

  test('has the code of a problem, which is an error if it is the server’s', async () => {
    const faulty = await spanOf('/bug')
    expect(faulty).toMatchObject({
      name: 'GET /bug',
      attributes: { 'error.type': 'internal', 'http.response.status_code': 500 },
    })
    expect(faulty.error).toBeDefined()
    const wrong = await spanOf('/rows', { method: 'PUT' })
    expect(wrong).toMatchObject({
      name: 'PUT',
      error: undefined,
      attributes: { 'error.type': 'method-not-allowed', 'http.response.status_code': 405 },
    })
    expect(wrong.attributes).not.toHaveProperty('http.route')
  })

  test('has a method and a path of bounded kinds and length', async () => {
    const { name, attributes } = await spanOf(`/${'x'.repeat(900)}`, { method: 'PROPFIND' })
    expect(name).toBe('HTTP')
    expect(attributes).toMatchObject({ 'http.request.method': '_OTHER', 'url.path': `/${'x'.repeat(199)}` })
  })

  test('is there for handlers, but not of health checks, and nowhere without a tracer', async () => {
    const text = async (of: { handle: (request: Request) => Promise<Response> }, path: string) =>
      (await of.handle(new Request(`http://localhost${path}`))).text()
    expect(await text(app, '/rows/1')).toMatch(/^[0-9a-f]{32}$/)
    expect(await text(app, '/health/ready')).toBe('undefined')
    expect(await text(appWith(undefined), '/rows/1')).toBe('undefined')
  })
})
