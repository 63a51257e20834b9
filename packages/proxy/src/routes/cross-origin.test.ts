import { describe, expect, test } from 'bun:test'
import { FakeGarden } from '../../test/fake-garden.ts'
import { gardenRow } from '../../test/garden.ts'

const origin = 'https://app.example'
const body = JSON.stringify({ data: [gardenRow] })
const sent = (from: string) => ({
  method: 'POST',
  headers: { origin: from, 'content-type': 'application/json' },
  body,
})
const preflight = {
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-request-timeout-ms',
  },
}
const allowed = (response: Response) => response.headers.get('access-control-allow-origin')

describe('with CORS_ORIGINS', () => {
  test('a page of a listed origin may ask, and read the answer, whatever it is', async () => {
    await using fakes = await FakeGarden.start({}, { corsOrigins: [origin, 'http://localhost:3000'] })
    const asked = await fakes.proxy.fetch('/predict', preflight)
    expect(asked.status).toBe(204)
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers':
        'content-type, authorization, x-api-key, x-request-id, x-request-timeout-ms',
      'access-control-max-age': '7200',
      vary: 'Origin',
    })
    expect(asked.headers.has('access-control-allow-credentials')).toBe(false)
    const long = JSON.stringify({ data: Array(3000).fill(gardenRow) })
    const answers = await Promise.all([
      fakes.proxy.fetch('/predict', sent(origin)),
      fakes.proxy.fetch('/predict/stream', sent(origin)),
      fakes.proxy.fetch('/predict/batch', { ...sent(origin), body: long }),
      fakes.proxy.fetch('/predict', { ...sent(origin), body: '{' }),
      fakes.proxy.fetch('/nowhere', { headers: { origin } }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 400, 404])
    expect(answers.map(allowed)).toEqual(Array(5).fill(origin))
    for (const answer of answers) {
      expect(answer.headers.get('access-control-expose-headers')).toBe(
        'x-request-id, retry-after, ratelimit, ratelimit-policy, sepal-contract',
      )
      await answer.body?.cancel()
    }
  })

  test('a page of another origin may not', async () => {
    await using fakes = await FakeGarden.start({}, { corsOrigins: [origin] })
    for (const other of ['https://app.example.evil.example', 'http://app.example', 'null']) {
      expect(allowed(await fakes.proxy.fetch('/predict', sent(other)))).toBeNull()
    }
  })

  test('any page may where all are listed', async () => {
    await using fakes = await FakeGarden.start({}, { corsOrigins: ['*'] })
    expect(allowed(await fakes.proxy.fetch('/predict', sent('https://anywhere.example')))).toBe('*')
  })
})

test('without it no page may, and OPTIONS is no method', async () => {
  await using fakes = await FakeGarden.start()
  expect((await fakes.proxy.fetch('/predict', preflight)).status).toBe(405)
  const answer = await fakes.proxy.fetch('/predict', sent(origin))
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  expect(answer.headers.has('vary')).toBe(false)
})
