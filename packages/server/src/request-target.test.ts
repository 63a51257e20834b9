import { afterAll, describe, expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { type RawAnswer, rawAnswer } from '../test/raw-request.ts'
import { RecordedLog } from '../test/recorded-log.ts'
import { RunningServer } from '../test/running-server.ts'
import { RequestFigures } from './metrics/request-figures.ts'
import { problemDetails } from './problem-details.ts'
import { requestLog } from './request-log.ts'
import { RouteTable } from './route-table.ts'

const log = new RecordedLog()
const routes = new RouteTable()
const app = new Elysia({ normalize: false })
  .use(requestLog(log, new RequestFigures()))
  .use(problemDetails(log, routes))
  .get('/secret', ({ query }) => ({ answer: 'secret', query }))
  .post('/sent', () => 'sent')
  .get('/both', () => 'got')
  .post('/both', () => 'posted')
  .get('/pages/:name', ({ params }) => `page ${params.name}`)
  .ws('/socket', { open: (socket) => socket.send('open') })
routes.learn(app.routes)
const server = new RunningServer(app)
afterAll(() => server[Symbol.asyncDispose]())

const get = (target: string, host = 'example.org', more = ''): Promise<RawAnswer> =>
  rawAnswer(server.address, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`)

const HANDSHAKE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'

describe('the Host header does not decide the route', () => {
  test.each(['a', 'ab', 'abc', 'abcd', 'a.b', 'a:80', '[::1]', '[::1]:9000', 'localhost', 'my_service.x-y'])(
    'with Host %s, a path below a prefix is not found and the path itself is',
    async (host) => {
      expect(await get(`/${host}/secret`, host)).toMatchObject({ status: 404 })
      expect(await get('/ab/secret', host)).toMatchObject({ status: 404 })
      expect(await get('/secret?a=/b?c', host)).toMatchObject({
        status: 200,
        body: '{"answer":"secret","query":{"a":"/b?c"}}',
      })
      expect(await get('/sent', host)).toMatchObject({ status: 405 })
      expect(await get('/pages/a', host)).toMatchObject({ status: 200, body: 'page a' })
      expect(await get('/socket', host, HANDSHAKE)).toMatchObject({ status: 101 })
      expect(await get('/ab/socket', host, HANDSHAKE)).toMatchObject({ status: 404 })
    },
  )

  test.each([
    'a b',
    '[::1',
    '::1',
    '[::g]',
    'x?',
    'x#y',
    'x/y',
    'u@x',
    'a:b',
    'a:99999',
    'a\\b',
    'a,b',
    '%',
    '',
    'ä',
  ])('a Host that is none, %j, is refused before any route', async (host) => {
    for (const target of ['/secret', '/ab/secret', '/nowhere', 'http://example.org/secret']) {
      const answer = await get(target, host)
      expect(answer).toMatchObject({ status: 400, isClosed: true })
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'malformed-request' })
    }
    expect(await get('/socket', host, HANDSHAKE)).toMatchObject({ status: 400 })
  })

  test('two Host headers are refused', async () => {
    expect(await get('/secret', 'a.example\r\nHost: b.example')).toMatchObject({ status: 400 })
  })

  test('HTTP/1.0 needs no Host', async () => {
    const answer = await rawAnswer(server.address, 'GET /secret?a=/b HTTP/1.0\r\n\r\n')
    expect(answer).toMatchObject({ status: 200, body: '{"answer":"secret","query":{"a":"/b"}}' })
    const below = await rawAnswer(server.address, 'GET /ab/secret HTTP/1.0\r\n\r\n')
    expect(below).toMatchObject({ status: 404 })
  })

  test('the log has the path of the request line', async () => {
    await get('/ab/secret', 'ab', 'x-request-id: prefixed\r\n')
    expect(await log.line(({ requestId }) => requestId === 'prefixed')).toMatchObject({ path: '/ab/secret' })
    await get('/ab/secret', 'a b', 'x-request-id: hostless\r\n')
    expect(await log.line(({ requestId }) => requestId === 'hostless')).toMatchObject({ path: '/ab/secret' })
  })
})

describe('the path is the one of the request line', () => {
  test.each(['/secret', '/secret/', '/secret?', 'http://other.example/secret', 'http://ab/secret'])(
    '%s is found',
    async (target) => expect(await get(target)).toMatchObject({ status: 200 }),
  )

  test.each([
    '/pages/../secret',
    '/pages/%2e%2e/secret',
    '/pages/.%2E/secret',
    '/./secret',
    '/secret/.',
    '/secret/x/..',
    '/pages\\..\\secret',
    '/pages/a/../../secret',
    '/pages/..',
    '/pages/.',
    '//secret',
    '//example.org/secret',
    '/\\secret',
    '/%73ecret',
    '/secret%00',
    '/secret;a=b',
    '/ab/secret',
    '/pages/a/b',
    'http://ab/ab/secret',
    'http://example.org/pages/../secret',
  ])('%s is not', async (target) => {
    const answer = await get(target)
    expect(answer).toMatchObject({ status: 404 })
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'not-found' })
  })

  test.each([
    ['GET', 'got'],
    ['POST', 'posted'],
    ['GET', 'got'],
  ])('%s gets the route of its method', async (method, body) => {
    const head = 'Host: example.org\r\nContent-Length: 0\r\n'
    for (const path of ['/both', '/both/', '/both?a=b']) {
      const text = `${method} ${path} HTTP/1.1\r\n${head}\r\n`
      expect(await rawAnswer(server.address, text)).toMatchObject({ status: 200, body })
    }
  })

  test('an upgrade goes by the same path', async () => {
    expect(await get('/pages/../socket', 'ab', HANDSHAKE)).toMatchObject({ status: 404 })
    expect(await get('http://ab/socket', 'ab', HANDSHAKE)).toMatchObject({ status: 101 })
  })

  test('a wrong method at a path with dot segments is not found, rather than told which methods there are', async () => {
    const text = 'DELETE /pages/../secret HTTP/1.1\r\nHost: ab\r\n\r\n'
    expect(await rawAnswer(server.address, text)).toMatchObject({ status: 404 })
  })

  test('CONNECT, whose target is no path, is not found', async () => {
    const text = 'CONNECT example.org:80 HTTP/1.1\r\nHost: example.org:80\r\n\r\n'
    expect(await rawAnswer(server.address, text)).toMatchObject({ status: 404 })
  })
})
