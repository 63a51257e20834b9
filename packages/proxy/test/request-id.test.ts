import { describe, expect, test } from 'bun:test'
import { problemAnswer, RecordedLog } from '@sepal/server/testing'
import { FakeGarden } from './fake-garden.ts'
import { gardenRow } from './garden.ts'

const body = JSON.stringify({ data: [gardenRow] })
const headers = {
  'content-type': 'application/json',
  'x-request-id': 'order-17',
  authorization: 'Bearer secret',
  cookie: 'session=secret',
  'x-forwarded-for': '10.0.0.7',
  'x-anything': 'secret',
}

/** Headers that a client must send. */
const PROTOCOL = [
  'accept',
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'host',
  'user-agent',
  'x-request-id',
]

describe('a request’s id', () => {
  test('the request id is returned, logged and sent to each classifier, and no other header is', async () => {
    const log = new RecordedLog()
    await using fakes = await FakeGarden.start({}, { log })
    const response = await fakes.proxy.fetch('/predict?partial=false', { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-request-id')).toBe('order-17')
    const line = await log.line(({ message }) => message === 'request')
    expect(line).toMatchObject({ requestId: 'order-17', method: 'POST', path: '/predict', status: 200 })
    expect(JSON.stringify(log.lines)).not.toContain('secret')
    for (const received of Object.values(fakes.received)) {
      expect(received).toHaveLength(1)
      for (const call of received) {
        expect(call.headers.get('x-request-id')).toBe('order-17')
        const others = [...call.headers.keys()].filter((name) => !PROTOCOL.includes(name))
        // The time left, as the proxy states it.
        expect(others).toEqual(['x-request-timeout-ms'])
        expect(JSON.stringify([...call.headers, call.path, call.body])).not.toContain('secret')
      }
    }
  })

  test.each(['/predict/get/test', '/predict/post/test', '/health/all'])(
    'the request id goes to the classifiers with GET %s',
    async (path) => {
      await using fakes = await FakeGarden.start()
      const response = await fakes.proxy.fetch(path, { headers })
      expect(response.headers.get('x-request-id')).toBe('order-17')
      for (const [call] of Object.values(fakes.received)) {
        expect(call?.headers.get('x-request-id')).toBe('order-17')
        expect(call?.headers.has('authorization')).toBe(false)
      }
    },
  )

  test.each(['two words', 'x'.repeat(65), '<script>', '{"a":1}', ''])(
    'a request id of %j is replaced',
    async (id) => {
      await using fakes = await FakeGarden.start()
      const response = await fakes.proxy.fetch('/predict', {
        method: 'POST',
        headers: { ...headers, 'x-request-id': id },
        body,
      })
      const made = response.headers.get('x-request-id')
      expect(made).toMatch(/^[\w.:-]{8,64}$/)
      for (const [call] of Object.values(fakes.received)) expect(call?.headers.get('x-request-id')).toBe(made)
    },
  )

  test('the request id is in a refusal and in its log line', async () => {
    const log = new RecordedLog()
    await using fakes = await FakeGarden.start({}, { log })
    const sent = { method: 'POST', headers, body: '{}' }
    const problem = await problemAnswer(await fakes.proxy.fetch('/predict', sent), 'invalid-request')
    expect(problem.requestId).toBe('order-17')
    const line = await log.line(({ message }) => message === 'request')
    expect(line).toMatchObject({ requestId: 'order-17', status: 422 })
    for (const received of Object.values(fakes.received)) expect(received).toEqual([])
  })

  test('each of many concurrent answers has its own request id', async () => {
    const log = new RecordedLog()
    await using fakes = await FakeGarden.start({}, { log })
    const ids = Array.from({ length: 40 }, (_, i) => `order-${i}`)
    const answers = await Promise.all(
      ids.map((id) =>
        fakes.proxy.fetch('/predict/label', {
          method: 'POST',
          headers: { ...headers, 'x-request-id': id },
          body,
        }),
      ),
    )
    expect(answers.map((answer) => answer.headers.get('x-request-id'))).toEqual(ids)
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    for (const id of ids) {
      expect(await log.line(({ requestId }) => requestId === id)).toMatchObject({ status: 200 })
    }
  })
})
