import { describe, expect, test } from 'bun:test'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { problemAnswer } from '../test/problem-answer.ts'
import { RecordedLog } from '../test/recorded-log.ts'
import { RunningServer } from '../test/running-server.ts'
import { jsonBody } from './body.ts'
import { RequestFigures } from './metrics/request-figures.ts'
import { problemDetails } from './problem-details.ts'
import { requestLog } from './request-log.ts'
import { RouteTable } from './route-table.ts'
import { problemError, type ServerProblemCode } from './server-problems.ts'

const Answer = Type.Object({ proba: Type.Number({ maximum: 1 }) })

/** A server whose routes fail in every way. */
function failingServer(log = new RecordedLog()) {
  const routes = new RouteTable()
  const fail = (error: unknown) => () => {
    throw error
  }
  const app = new Elysia({ normalize: false })
    .use(requestLog(log, new RequestFigures()))
    .use(problemDetails(log, routes))
    .post('/misread', ({ body }) => body, { parse: fail(new TypeError('secret password')) })
    .onParse(jsonBody(1000))
    .get('/well', () => 'ok')
    .get('/health', () => 'ok')
    .get('/health/ready', () => 'ok')
    .get('/healthy', () => 'ok')
    .get('/error', fail(new Error('secret password')))
    .get('/text', fail('secret password'))
    .get('/late', async () => {
      await Promise.resolve()
      throw new Error('secret password')
    })
    .get('/wrong-answer', () => ({ proba: 2 }), { response: { 200: Answer } })
    .get(
      '/problem',
      fail(
        problemError('overloaded', 'come back later', {
          extensions: { bakers: { rose: 'asleep' } },
          headers: { 'retry-after': '7' },
        }),
      ),
    )
    .post('/send', ({ body }) => body, { body: Answer })
    .ws('/socket', {})
    .get('/query', () => 'ok', { query: Type.Object({ page: Type.String() }) })
  routes.learn(app.routes)
  return new RunningServer(app)
}

describe('problemDetails', () => {
  test.each(['/error', '/text', '/late', '/wrong-answer'])(
    'keeps the cause of %s for the log',
    async (path) => {
      const log = new RecordedLog()
      await using server = failingServer(log)
      const problem = await problemAnswer(await server.fetch(path), 'internal')
      expect(JSON.stringify(problem)).not.toContain('secret')
      const { requestId } = problem
      expect(await log.line(({ level }) => level === 'error')).toMatchObject({ requestId, path })
      const answered = await log.line(({ message }) => message === 'request')
      expect(answered).toMatchObject({ requestId, method: 'GET', path, status: 500 })
    },
  )

  test('a request that is refused is logged with its code, and one that the server has failed with why', async () => {
    const log = new RecordedLog()
    await using server = failingServer(log)
    const lineOf = async (path: string, code: ServerProblemCode) => {
      const { requestId } = await problemAnswer(await server.post(path, '{"proba":"much"}'), code)
      return await log.line((line) => line.message === 'request' && line.requestId === requestId)
    }
    expect(await lineOf('/send', 'invalid-request')).toMatchObject({
      status: 422,
      code: 'invalid-request',
      detail: undefined,
    })
    const detail = expect.stringContaining('a fault of the server')
    expect(await lineOf('/misread', 'internal')).toMatchObject({ status: 500, code: 'internal', detail })
  })

  test.each([
    ['/health', 'debug'],
    ['/health/ready', 'debug'],
    ['/health/lost', 'info'],
    ['/healthy', 'info'],
  ])('a probe that went well is for those who debug: %s is logged as %s', async (path, level) => {
    const log = new RecordedLog()
    await using server = failingServer(log)
    await server.fetch(path)
    expect(await log.line(({ message }) => message === 'request')).toMatchObject({ path, level })
  })

  test('an exception of the parser that is no fault of the caller is one of the server', async () => {
    const log = new RecordedLog()
    await using server = failingServer(log)
    const problem = await problemAnswer(await server.post('/misread', '{}'), 'internal')
    expect(JSON.stringify(problem)).not.toContain('secret')
    const { err } = await log.line(({ level }) => level === 'error')
    expect(err).toEqual(new TypeError('secret password'))
  })

  test('logs the thrown error itself', async () => {
    const log = new RecordedLog()
    await using server = failingServer(log)
    await server.fetch('/error')
    const { err } = await log.line(({ level }) => level === 'error')
    expect(err).toEqual(new Error('secret password'))
  })

  test('gives a ProblemError its members and headers', async () => {
    await using server = failingServer()
    const response = await server.fetch('/problem')
    expect(response.headers.get('retry-after')).toBe('7')
    const problem = await problemAnswer(response, 'overloaded')
    expect(problem).toMatchObject({ detail: 'come back later', bakers: { rose: 'asleep' } })
  })

  test('tells an unknown path from a wrong method, with and without a slash at the end', async () => {
    await using server = failingServer()
    const unknown = await problemAnswer(await server.fetch('/roses', { method: 'POST' }), 'not-found')
    expect(unknown.detail).toBe('no route POST /roses')
    for (const path of ['/send', '/send/']) {
      const response = await server.fetch(path, { method: 'DELETE' })
      expect(response.headers.get('allow')).toBe('POST')
      const wrong = await problemAnswer(response, 'method-not-allowed')
      expect(wrong.detail).toBe(`${path} takes POST, not DELETE`)
    }
  })

  test.each([
    ['/models/send', 'did you mean /send? A gateway in front has to remove its prefix /models.'],
    ['/sent', 'did you mean /send?'],
  ])('advises on %s, which has no route', async (path, advice) => {
    await using server = failingServer()
    const { detail } = await problemAnswer(await server.fetch(path), 'not-found')
    expect(detail).toBe(`no route GET ${path}; ${advice}`)
  })

  test('tells plain HTTP that a path takes WebSocket connections', async () => {
    await using server = failingServer()
    for (const method of ['GET', 'POST']) {
      const response = await server.fetch('/socket', { method })
      expect(response.headers.get('upgrade')).toBe('websocket')
      await problemAnswer(response, 'upgrade-required')
    }
  })

  test('answers HEAD like GET, without the body', async () => {
    await using server = failingServer()
    const head = await server.fetch('/well', { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
    const wrong = await server.fetch('/send', { method: 'HEAD' })
    expect({ status: wrong.status, allow: wrong.headers.get('allow') }).toEqual({
      status: 405,
      allow: 'POST',
    })
    expect(await wrong.text()).toBe('')
  })

  test('says to OPTIONS which methods a path takes', async () => {
    await using server = failingServer()
    const response = await server.fetch('/well', { method: 'OPTIONS' })
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    await problemAnswer(response, 'method-not-allowed')
  })

  test('cuts a long path', async () => {
    await using server = failingServer()
    const path = `/${'x'.repeat(5000)}`
    expect((await problemAnswer(await server.fetch(path), 'not-found')).detail).toContain('x'.repeat(150))
  })

  test('says what is wrong with a body and with a query', async () => {
    await using server = failingServer()
    const body = await problemAnswer(await server.post('/send', '{"proba":2}'), 'invalid-request')
    expect(body.detail).toStartWith('proba is 2, expected')
    const query = await problemAnswer(await server.fetch('/query'), 'invalid-request')
    expect(query.detail).toStartWith('page is missing')
  })

  test('gives each of many requests at once its own id', async () => {
    await using server = failingServer()
    const ids = Array.from({ length: 50 }, (_, i) => `id-${i}`)
    const paths = ['/well', '/error', '/problem', '/nowhere']
    const answers = await Promise.all(
      ids.map((id, i) => server.fetch(paths[i % paths.length] ?? '/', { headers: { 'x-request-id': id } })),
    )
    expect(answers.map(({ headers }) => headers.get('x-request-id'))).toEqual(ids)
  })
})
