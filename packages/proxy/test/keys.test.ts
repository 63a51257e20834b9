import { afterAll, expect, test } from 'bun:test'
import { hashOf, type KeyEntry, KeyRing, newKey } from '@sepal/keys'
import { RecordedLog, rawRequest } from '@sepal/server/testing'
import { scopeOf } from '../src/access/route-scope.ts'
import { FakeGarden } from './fake-garden.ts'
import { gardenRow } from './garden.ts'

const keyOf = () => newKey((bytes) => crypto.getRandomValues(bytes))
const caller = keyOf()
const operator = keyOf()
const judge = keyOf()
const slow = keyOf()
const entries: KeyEntry[] = [
  { name: 'caller', sha256: hashOf(caller), scopes: ['predict'] },
  { name: 'operator', sha256: hashOf(operator), scopes: ['operate'] },
  { name: 'judge', sha256: hashOf(judge), scopes: ['feedback'] },
  {
    name: 'slow',
    sha256: hashOf(slow),
    scopes: ['predict', 'operate'],
    rate: { rows: 5, windowSeconds: 60 },
  },
]
const log = new RecordedLog()
const page = new Map([
  ['index.html', { type: 'text/html', hash: 'h', forms: new Map([['identity', new Uint8Array()]] as const) }],
])
const locked = await FakeGarden.start(
  {},
  { keys: new KeyRing(entries), log, page, corsOrigins: ['https://app.example'] },
)
const { proxy } = locked
afterAll(() => locked[Symbol.asyncDispose]())

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const predict = (headers: Record<string, string>, rows = 1, path = '/predict') =>
  proxy.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ data: Array(rows).fill(gardenRow) }),
  })
/** What an answer says of its caller. */
const told = async (response: Response) => {
  const body: { code?: string; detail?: string } = JSON.parse(await response.text())
  const header = (name: string) => response.headers.get(name)
  return { status: response.status, code: body.code, detail: body.detail, needs: header('www-authenticate') }
}

test('a key is accepted as bearer token, in any case of the word, and as x-api-key, which counts first', async () => {
  for (const headers of [
    bearer(caller),
    { authorization: `bearer  ${caller}` },
    { 'x-api-key': caller },
    { 'x-api-key': caller, authorization: 'Bearer of-a-gateway' },
    { 'x-api-key': caller, authorization: 'Basic eDp5' },
  ])
    expect((await predict(headers)).status).toBe(200)
})

test('a missing, cut off, unknown or empty key gets 401, and what to send', async () => {
  expect(await told(await predict({}))).toEqual({
    status: 401,
    code: 'unauthorized',
    detail: 'there is no key; send one as authorization: Bearer or as x-api-key',
    needs: 'Bearer realm="sepal"',
  })
  const invalid = 'Bearer realm="sepal", error="invalid_token"'
  expect(await told(await predict(bearer(keyOf())))).toMatchObject({ code: 'unauthorized', needs: invalid })
  expect((await told(await predict(bearer(caller.slice(0, -1))))).detail).toContain(
    'it may have been cut off',
  )
  expect(await told(await predict({ 'x-api-key': '' }))).toMatchObject({ status: 401, needs: invalid })
  expect(await told(await predict({ authorization: `Basic ${caller}` }))).toMatchObject({ status: 401 })
})

test('a refused request’s body is not read', async () => {
  const answer = await rawRequest(
    proxy.address,
    'POST /predict HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900000\r\n\r\n{',
  )
  expect(answer.status).toBe(401)
})

test('each scope opens its own routes and no others, and health needs no key', async () => {
  const status = async (path: string, key?: string) =>
    (await proxy.fetch(path, { redirect: 'manual', headers: key === undefined ? {} : bearer(key) })).status
  for (const path of ['/metadata', '/contract', '/docs/json', '/predict/get/test'])
    expect([path, await status(path), await status(path, operator)]).toEqual([path, 401, 403])
  for (const path of ['/metrics', '/services', '/models', '/docs', '/console/ensemble', '/nowhere'])
    expect([path, await status(path), await status(path, caller)]).toEqual([path, 401, 403])
  for (const path of ['/metrics', '/services', '/models', '/console/ensemble'])
    expect([path, await status(path, operator)]).toEqual([path, 200])
  for (const path of ['/health', '/health/live', '/health/all', '/', '/console'])
    expect([path, await status(path)]).toEqual([path, 200])
})

test('only a key with the scope feedback says what was right, and it alone opens nothing else', async () => {
  const body = JSON.stringify({ feedback: [{ request: 'a', truth: 'rose' }] })
  const status = async (path: string, key: string) =>
    (
      await proxy.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...bearer(key) },
        body,
      })
    ).status
  expect([await status('/feedback', caller), await status('/feedback', operator)]).toEqual([403, 403])
  // It is let in; there is no decision log.
  expect(await status('/feedback', judge)).toBe(501)
  expect([await status('/predict', judge), await status('/services', judge)]).toEqual([403, 403])
})

test('the scope of a key that lacks it is named', async () => {
  expect(await told(await proxy.fetch('/services', { headers: bearer(caller) }))).toEqual({
    status: 403,
    code: 'forbidden',
    detail: 'the key allows predict, and this needs operate',
    needs: 'Bearer realm="sepal", error="insufficient_scope", scope="operate"',
  })
})

test.each([
  ['/services', 'operate'],
  ['/services/', 'operate'],
  ['/Health', 'operate'],
  ['/health/', undefined],
  ['/health/x', 'operate'],
  ['/healthy', 'operate'],
  ['/predictions', 'operate'],
  ['/predict/label/', 'predict'],
  ['/feedback/', 'feedback'],
  ['/feedback/x', 'operate'],
  ['//predict', 'operate'],
  ['/%70redict', 'operate'],
  ['/console/app.js', undefined],
  ['/console/ensemble', 'operate'],
  ['/console/ensemble/', 'operate'],
  ['/console/data/garden.csv', 'operate'],
  ['/console/data', 'operate'],
  ['', 'operate'],
] as const)('the path %p needs the scope %p', (path, scope) => {
  expect(scopeOf(path)).toBe(scope)
})

test('no way of writing a path or a host opens a route to the wrong key', async () => {
  const targets = [
    '/predict/../services',
    '/predict/..%2fservices',
    '/predict/%2e%2e/services',
    '/health/..\\services',
    '/services#/predict',
    '/services?/predict',
    '//services',
    '/predict//../services',
    '/services/',
    '/%73ervices',
    '/health;/../services',
    'http://x/predict/../services',
    'http://predict/services',
  ]
  for (const target of targets) {
    for (const host of ['x', 'x/predict?', 'predict', '']) {
      const answer = await rawRequest(
        proxy.address,
        `GET ${target} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${caller}\r\n\r\n`,
      )
      expect([target, host, [400, 403, 404].includes(answer.status)]).toEqual([target, host, true])
      expect(await answer.text()).not.toContain('callsUnderWay')
    }
  }
})

test('the name of the key is in the line of its request, also of one that is refused', async () => {
  await predict({ ...bearer(caller), 'x-request-id': 'named' })
  expect(await log.line(({ requestId }) => requestId === 'named')).toMatchObject({
    key: 'caller',
    status: 200,
  })
  await proxy.fetch('/services', { headers: { ...bearer(caller), 'x-request-id': 'refused' } })
  expect(await log.line(({ requestId }) => requestId === 'refused')).toMatchObject({
    key: 'caller',
    code: 'forbidden',
  })
  expect(JSON.stringify(log.lines)).not.toContain('sepal_')
})

test('rows are limited, and each answer says how many are left', async () => {
  const rate = (response: Response) => [
    response.status,
    response.headers.get('ratelimit'),
    response.headers.get('ratelimit-policy'),
    response.headers.get('retry-after'),
  ]
  const policy = '"key";q=5;w=60;qu="rows"'
  expect(rate(await predict(bearer(slow)))).toEqual([200, '"key";r=4;t=12', policy, null])
  const batch = await predict(bearer(slow), 7, '/predict/batch')
  expect(rate(batch)).toEqual([200, expect.stringMatching(/^"key";r=0;t=\d+$/), policy, null])
  const refused = await predict(bearer(slow))
  expect(rate(refused)).toEqual([
    429,
    expect.stringMatching(/^"key";r=0;t=\d+$/),
    policy,
    expect.stringMatching(/^[34]\d$/),
  ])
  expect(await told(refused)).toMatchObject({
    code: 'rate-limited',
    detail: 'the key may send 5 rows a minute, and has sent them',
  })
  expect((await proxy.fetch('/services', { headers: bearer(slow) })).status).toBe(429)
  expect((await predict(bearer(caller))).headers.get('ratelimit')).toBeNull()
})

test('metrics count by the names in the file, and by nothing that a caller sends', async () => {
  await predict(bearer('sepal_unknown'))
  const text = await (await proxy.fetch('/metrics', { headers: bearer(operator) })).text()
  expect(new Set([...text.matchAll(/key="([^"]*)"/g)].map(([, name]) => name))).toEqual(
    new Set(['caller', 'operator', 'judge', 'slow']),
  )
  expect(text).toContain('sepal_key_requests_total{key="slow",result="admitted"} 2')
  expect(text).toContain('sepal_key_requests_total{key="slow",result="limited"} 2')
  expect(text).toContain('sepal_key_rows_total{key="slow"} 8')
})

test('a browser’s preflight needs no key, and its page may read a refusal', async () => {
  const origin = 'https://app.example'
  const preflight = await proxy.fetch('/predict', {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-api-key',
    },
  })
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
    204,
    expect.stringContaining('x-api-key'),
  ])
  const refused = await predict({ origin })
  expect(refused.headers.get('access-control-allow-origin')).toBe(origin)
})

type Described = Record<string, Record<string, { security: unknown; responses: object }>>
type Document = { components: { securitySchemes: object }; paths: Described }

test('the document says which routes need which key, only if there are keys', async () => {
  const answer = await proxy.fetch('/docs/json', { headers: bearer(caller) })
  const { components, paths }: Document = JSON.parse(await answer.text())
  expect(Object.keys(components.securitySchemes)).toEqual(['bearer', 'apiKey'])
  expect(paths['/predict']?.post?.security).toEqual([{ bearer: ['predict'] }, { apiKey: ['predict'] }])
  expect(paths['/metrics']?.get?.security).toEqual([{ bearer: ['operate'] }, { apiKey: ['operate'] }])
  expect(paths['/health']?.get?.security).toEqual([])
  expect(Object.keys(paths['/predict']?.post?.responses ?? {})).toContain('429')
  await using open = await FakeGarden.start()
  const without = await (await open.proxy.fetch('/docs/json')).text()
  expect(without).not.toMatch(/"security|"401"|"403"|"429"|ratelimit/)
})
