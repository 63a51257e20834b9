import { describe, expect, test } from 'bun:test'
import { problemAnswer, StandIn } from '../test/stand-in.ts'
import { createClient } from './index.ts'

const well = () => Response.json({ health: 'ok' })
/** A server that takes the request and says nothing until its caller is gone. */
const silent = (request: Request) =>
  new Promise<Response>((resolve) => {
    request.signal.addEventListener('abort', () => resolve(new Response()))
  })
const data = [[1, 2]]

describe('what is sent', () => {
  test('the path, the body and the headers of client and call', async () => {
    await using server = new StandIn(well)
    const client = createClient(`${server.url}/`, { key: 'k', headers: { 'x-team': 'a', 'x-other': 'b' } })
    await client.predict.label.post({ data }, { headers: { 'x-other': 'c' } })
    const [asked] = server.received
    expect(asked).toMatchObject({
      method: 'POST',
      path: '/predict/label?partial=false',
      body: '{"data":[[1,2]]}',
    })
    const headers = Object.fromEntries(asked?.headers ?? [])
    expect(headers).toMatchObject({ authorization: 'Bearer k', 'x-team': 'a', 'x-other': 'c' })
    expect(headers).not.toHaveProperty('x-request-timeout-ms')
  })

  test('a header once, in whatever case its name is written', async () => {
    await using server = new StandIn(well)
    const client = createClient(server.url, {
      key: 'k',
      headers: { 'X-Team': 'a', Authorization: 'Basic b' },
    })
    await client.health.get({ headers: { 'x-team': 'c' } })
    const headers = Object.fromEntries(server.received[0]?.headers ?? [])
    expect(headers).toMatchObject({ authorization: 'Basic b', 'x-team': 'c' })
  })

  test('headers that are made anew for each call', async () => {
    await using server = new StandIn(well)
    let calls = 0
    const client = createClient(server.url, { headers: async () => ({ 'x-call': String(++calls) }) })
    await client.health.get()
    await client.health.live.get()
    expect(server.received.map(({ headers }) => headers.get('x-call'))).toEqual(['1', '2'])
  })

  test('the query, and that a partial answer is not wanted', async () => {
    await using server = new StandIn(well)
    const { predict } = createClient(server.url)
    await predict.stream.post({ data }, { query: { until: 0.9 } })
    await predict.post({ data }, { query: { partial: true } })
    expect(server.received.map(({ path }) => path.split('?')[1]?.split('&').sort())).toEqual([
      ['partial=false', 'until=0.9'],
      ['partial=true'],
    ])
  })

  test('the time that the caller has, a part of which is the proxy’s', async () => {
    await using server = new StandIn(well)
    const client = createClient(server.url, { timeoutMs: 60_000 })
    await client.health.get()
    await client.health.get({ timeoutMs: 1000 })
    const told = server.received.map(({ headers }) => Number(headers.get('x-request-timeout-ms')))
    expect(told[0]).toBeGreaterThan(50_000)
    expect(told[0]).toBeLessThanOrEqual(54_000)
    expect(told[1]).toBeLessThanOrEqual(900)
  })

  test('nothing, when a part of the client is awaited', async () => {
    await using server = new StandIn(well)
    const client = createClient(server.url)
    await client
    await client.predict
    expect(server.received).toEqual([])
  })

  test('a fetch of the caller’s own is used', async () => {
    const urls: string[] = []
    const client = createClient('https://sepal.example/base//', {
      fetch: async (url) => {
        urls.push(url)
        return well()
      },
    })
    const { data: health } = await client.health.get()
    expect(health).toEqual({ health: 'ok' })
    expect(urls).toEqual(['https://sepal.example/base/health'])
  })
})

describe('what ends a call', () => {
  test('its time', async () => {
    await using server = new StandIn(silent)
    const { error, status } = await createClient(server.url).health.get({ timeoutMs: 20 })
    expect(error).toMatchObject({ code: 'timeout', status: undefined })
    expect(status).toBeUndefined()
  })

  test('its signal', async () => {
    const ending = new AbortController()
    await using server = new StandIn((request) => {
      ending.abort()
      return silent(request)
    })
    const { error } = await createClient(server.url).health.get({ signal: ending.signal })
    expect(error?.code).toBe('aborted')
  })

  test.each([
    ['timeout', () => ({ timeoutMs: 20 })],
    ['aborted', () => ({ signal: AbortSignal.timeout(20) })],
    ['aborted', () => ({ signal: AbortSignal.abort() })],
  ])('either, while headers are being made: %s', async (code, options) => {
    await using server = new StandIn(well)
    const client = createClient(server.url, { headers: () => new Promise(() => {}) })
    const { error } = await client.health.get(options())
    expect(error).toMatchObject({ code })
    expect(server.received).toEqual([])
  })

  test('its signal, while it waits to try again', async () => {
    const ending = new AbortController()
    await using server = new StandIn(() => {
      queueMicrotask(() => ending.abort())
      return problemAnswer(503, 'overloaded', { 'retry-after': '30' })()
    })
    const { error } = await createClient(server.url).health.get({ signal: ending.signal })
    expect(error?.code).toBe('aborted')
    expect(server.received).toHaveLength(1)
  })
})

describe('a further attempt', () => {
  const busy = problemAnswer(503, 'overloaded', { 'retry-after': '0' })

  test('is made when Retry-After asks for one', async () => {
    await using server = new StandIn(busy, busy, well)
    const { data: health } = await createClient(server.url).health.get()
    expect(health).toEqual({ health: 'ok' })
    expect(server.received).toHaveLength(3)
  })

  test.each([
    ['as often as was said', busy, 1, 2],
    ['not at all when so was said', busy, 0, 1],
    ['not without Retry-After', problemAnswer(504, 'deadline-exceeded'), 2, 1],
    ['not when there is no time for it', problemAnswer(503, 'overloaded', { 'retry-after': '3600' }), 2, 1],
  ])('%s', async (_, answer, retries, attempts) => {
    await using server = new StandIn(answer)
    const { error } = await createClient(server.url, { retries }).predict.post({ data })
    expect(error).not.toBeNull()
    expect(server.received).toHaveLength(attempts)
  })

  test('is made as often as the call says, whatever the client does', async () => {
    await using server = new StandIn(busy)
    await createClient(server.url, { retries: 0 }).health.get({ retries: 1 })
    expect(server.received).toHaveLength(2)
  })

  test('is not made sooner than was asked for', async () => {
    const times: number[] = []
    const date = Date.now() + 200
    await using server = new StandIn(() => {
      times.push(Date.now())
      return problemAnswer(503, 'overloaded', { 'retry-after': new Date(date).toISOString() })()
    })
    await createClient(server.url, { retries: 1 }).health.get()
    expect(times).toHaveLength(2)
    expect(times[1]).toBeGreaterThanOrEqual(date)
  })

  test('is made when the connection fails', async () => {
    await using server = new StandIn(well)
    let tries = 0
    const client = createClient(server.url, {
      fetch: (url, init) => (++tries < 3 ? Promise.reject(new TypeError('reset')) : fetch(url, init)),
    })
    expect((await client.health.get()).data).toEqual({ health: 'ok' })
    expect(tries).toBe(3)
  })
})

describe('what cannot be is refused, and shown', () => {
  test.each(['localhost:9000', 'ftp://host', '', 'http://host/?a=b', 'http://', 'http://host:99999'])(
    'the address %p',
    (address) => {
      expect(() => createClient(address)).toThrow(JSON.stringify(address))
    },
  )

  test.each([
    { timeoutMs: 0 },
    { timeoutMs: Number.NaN },
    { timeoutMs: 2 ** 31 },
    { retries: -1 },
    { retries: 1.5 },
  ])('%p', async (options) => {
    expect(() => createClient('http://localhost', options)).toThrow(String(Object.values(options)[0]))
    await expect(createClient('http://localhost').health.get(options)).rejects.toThrow('expected')
  })

  test('a header, and it is not tried again', async () => {
    await using server = new StandIn(well)
    const headers = { 'x-team': 'a\nb' }
    await expect(createClient(server.url).health.get({ headers })).rejects.toThrow(TypeError)
    await expect(createClient(server.url, { headers }).health.get()).rejects.toThrow(TypeError)
    expect(server.received).toEqual([])
  })

  test('what a caller’s own function throws is the caller’s', async () => {
    const headers = () => Promise.reject(new Error('no key'))
    await expect(createClient('http://localhost', { headers }).health.get()).rejects.toThrow('no key')
  })
})
