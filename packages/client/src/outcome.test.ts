import { describe, expect, test } from 'bun:test'
import { problemAnswer, StandIn } from '../test/stand-in.ts'
import { createClient, SepalError } from './index.ts'

/** The error of a call that a server answers so. */
async function errorOf(answer: () => Response, ...others: (() => Response)[]) {
  await using server = new StandIn(answer, ...others)
  const { data, error, status, response } = await createClient(server.url, { retries: 0 }).health.get()
  expect(data).toBeNull()
  expect(error).toBeInstanceOf(SepalError)
  expect(status).toBe(response?.status)
  return error
}

const html = (status: number) => () =>
  new Response('<h1>no</h1>', { status, headers: { 'content-type': 'text/html' } })
/** Text that comes in pieces, which Eden takes for a stream. */
const pieces =
  (type: string, text: string, status = 200) =>
  () =>
    new Response(
      new ReadableStream({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode(text))
          controller.close()
        },
      }),
      { status, headers: { 'content-type': type } },
    )

describe('an answer that is none of the proxy’s', () => {
  test.each([
    ['a page with an error', html(502)],
    ['a page in pieces', pieces('text/html', '<h1>no</h1>', 503)],
    ['a page with 200', html(200)],
    ['no content', () => new Response(null, { status: 204 })],
    ['no JSON', pieces('application/json', '{"health":')],
    [
      'a problem without a code',
      () => Response.json({}, { status: 503, headers: { 'content-type': 'application/problem+json' } }),
    ],
  ])('%s', async (_, answer) => {
    expect(await errorOf(answer)).toMatchObject({ code: 'unexpected-answer', status: undefined })
  })
})

test('what it was is in the error', async () => {
  expect(await errorOf(html(502))).toMatchObject({
    value: '<h1>no</h1>',
    message: "the answer is 502 with text/html, not the proxy's",
  })
})

test('a problem has its status, its code and its body', async () => {
  const error = await errorOf(problemAnswer(500, 'internal'))
  expect(error).toMatchObject({
    status: 500,
    code: 'internal',
    value: { detail: 'why', requestId: 'r' },
    message: '500 internal: why',
  })
})

test('an error answer that is no problem has its body, and no code', async () => {
  const error = await errorOf(() => Response.json({ setosa: { health: 'unavailable' } }, { status: 503 }))
  expect(error).toMatchObject({ status: 503, code: undefined, value: { setosa: { health: 'unavailable' } } })
})

test('a text that looks like a date is a text', async () => {
  await using server = new StandIn(() => Response.json({ at: '2026-01-02T03:04:05Z', day: '2020-1-2' }))
  const { data } = await createClient(server.url).health.get()
  expect<unknown>(data).toEqual({ at: '2026-01-02T03:04:05Z', day: '2020-1-2' })
})

test('no connection is no status 503', async () => {
  await using gone = new StandIn(() => new Response())
  const { url } = gone
  await gone[Symbol.asyncDispose]()
  const { error, status, response } = await createClient(url, { retries: 0 }).health.get()
  expect(error).toMatchObject({ code: 'unreachable', status: undefined, value: undefined })
  expect(error?.cause).toBeInstanceOf(Error)
  expect([status, response]).toEqual([undefined, undefined])
})

describe('a stream', () => {
  const first = new TextEncoder().encode('event: label\ndata: {"complete":true}\n\n')
  /** A server that tells one event, and then nothing until its caller is gone. */
  function lastingStream(gone: () => void) {
    return new StandIn(({ signal }) => {
      signal.addEventListener('abort', gone)
      const body = new ReadableStream({ start: (controller) => controller.enqueue(first) })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    })
  }
  const data = [[5.1, 3.5, 1.4, 0.2]]
  const leaving = new AbortController()
  const midway = new AbortController()

  test('is left, and the server knows', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    await using server = lastingStream(resolve)
    const { data: stream, error } = await createClient(server.url).predict.stream.post({ data })
    if (error) throw error
    for await (const { event } of stream) {
      expect(event).toBe('label')
      break
    }
    await gone
  })

  test.each([
    // Enough for the first event on a busy machine.
    ['timeout', { timeoutMs: 1000 }, () => {}],
    ['aborted', { signal: midway.signal }, () => midway.abort()],
  ])('ends in an error that is thrown: %s', async (code, options, onEvent) => {
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    await using server = lastingStream(resolve)
    const { data: stream, error } = await createClient(server.url).predict.stream.post({ data }, options)
    if (error) throw error
    const seen: string[] = []
    const reading = (async () => {
      for await (const { event } of stream) {
        seen.push(event)
        onEvent()
      }
    })()
    await expect(reading).rejects.toMatchObject({ name: 'SepalError', code })
    expect(seen).toEqual(['label'])
    await gone
  })

  test.each([
    ['by its own return', {}, (stream: AsyncGenerator) => stream.return(undefined)],
    ['by the signal of its call', { signal: leaving.signal }, async () => leaving.abort()],
  ])('that nobody has read is left %s, and the server knows', async (_, options, leave) => {
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    await using server = lastingStream(resolve)
    const { predict } = createClient(server.url)
    const { data: stream, error, response } = await predict.stream.post({ data }, options)
    if (error) throw error
    await leave(stream)
    await gone
    // It was not closed because nobody had it any more.
    expect(response.status).toBe(200)
  })

  test.each([
    ['unreachable', 'event: label\ndata: {}\n\n', undefined],
    ['unexpected-answer', 'event: label\ndata: <h1>\n\n', '<h1>'],
  ])('that is not whole ends in an error that is thrown: %s', async (code, text, value) => {
    await using server = new StandIn(pieces('text/event-stream', text))
    const { data: stream, error } = await createClient(server.url).predict.stream.post({ data })
    if (error) throw error
    const reading = (async () => {
      for await (const { event } of stream) expect(event).toBe('label')
    })()
    await expect(reading).rejects.toMatchObject({ name: 'SepalError', code, value })
  })

  test('is refused before it begins, and nothing is thrown', async () => {
    await using server = new StandIn(problemAnswer(422, 'invalid-request'))
    const { error } = await createClient(server.url).predict.stream.post({ data })
    expect(error?.code).toBe('invalid-request')
  })
})
