import { describe, expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import type { Classifier } from '@sepal/classifier'
import type { Answer } from '@sepal/ensemble'
import { FaultyClassifier, NOBODY, never, RawServer } from '../../test/faulty-classifier.ts'
import type { Outcome } from '../core/outcome.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { edenOutcome } from './eden-outcome.ts'

type Server = AsyncDisposable & { address: string }
type Settled = Outcome<{ classifier: string; prediction: Answer[] }>

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
const good = { classifier: 'rose', prediction: [[0.25, 0.75]] }
const problem = (status: number, code: string) =>
  Response.json({ status, code }, { status, headers: { 'content-type': 'application/problem+json' } })
const html = (status: number) =>
  new Response('<h1>an error at 10.0.0.7</h1>', { status, headers: { 'content-type': 'text/html' } })

/** A body that never ends while it is read. */
const endless = () =>
  new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100)) }))

const compressed = (encoding: string) =>
  new Response('compressed', {
    headers: { 'content-type': 'application/json', 'content-encoding': encoding },
  })

/** Calls a server as the proxy does. */
async function outcomeOf(address: string, signal = new AbortController().signal): Promise<Settled> {
  const api = treaty<Classifier>(`http://${address}`, { parseDate: false, fetcher: boundedFetch(1000) })
  return await edenOutcome(api.predict.test.get({ fetch: { signal, redirect: 'error' } }), (answer) =>
    answer?.classifier === 'rose' ? undefined : 'not the answer of rose',
  )
}

const malformed = (detail: string) => ({ kind: 'malformed' as const, detail })
const unavailable = (detail: string) => ({ kind: 'unavailable' as const, detail })
const rejected = (detail: string) => ({ kind: 'rejected' as const, detail })
const shed = { kind: 'shed' as const, detail: 'it has too much work' }
const late = { kind: 'late' as const, detail: 'it did not answer in time' }

describe.concurrent('edenOutcome of an answer', () => {
  test.each<[string, () => Response, Settled]>([
    ['200', () => Response.json(good), { kind: 'ok', value: good }],
    [
      '200 from another',
      () => Response.json({ ...good, classifier: 'lily' }),
      malformed('not the answer of rose'),
    ],
    ['200 null', () => Response.json(null), malformed('not the answer of rose')],
    ['200 HTML', () => html(200), malformed('not the answer of rose')],
    ['200 without a body', () => new Response(null), malformed('not the answer of rose')],
    [
      '200 with broken JSON',
      () => new Response('{"classifier":', { headers: { 'content-type': 'application/json' } }),
      malformed('its answer is not valid JSON'),
    ],
    ['201', () => Response.json(good, { status: 201 }), malformed('it answered with status 201')],
    ['204', () => new Response(null, { status: 204 }), malformed('it answered with status 204')],
    ['304', () => new Response(null, { status: 304 }), malformed('it answered with status 304')],
    ['302', () => Response.redirect('http://127.0.0.1:1/', 302), malformed('it redirects')],
    ['400', () => problem(400, 'malformed-json'), rejected('it refused the rows with status 400')],
    ['404', () => problem(404, 'not-found'), malformed('it answered with status 404')],
    ['413', () => problem(413, 'body-too-large'), rejected('it refused the rows with status 413')],
    ['415', () => problem(415, 'unsupported-media-type'), malformed('it answered with status 415')],
    ['422', () => problem(422, 'invalid-request'), rejected('it refused the rows with status 422')],
    ['429', () => html(429), shed],
    [
      '500',
      () => problem(500, 'internal'),
      { ...malformed('it answered with status 500'), mayBeOneRow: true },
    ],
    [
      '500 with broken JSON',
      () => new Response('{"co', { status: 500, headers: { 'content-type': 'application/json' } }),
      malformed('its answer is not valid JSON'),
    ],
    ['502 HTML', () => html(502), unavailable('it is not ready')],
    ['503 overloaded', () => problem(503, 'overloaded'), shed],
    ['503 HTML', () => html(503), unavailable('it is not ready')],
    ['503 without a body', () => new Response(null, { status: 503 }), unavailable('it is not ready')],
    ['504', () => problem(504, 'deadline-exceeded'), late],
    ['gzip, which nobody asked for', () => compressed('gzip'), malformed('its answer is compressed')],
    ['brotli', () => compressed('br'), malformed('its answer is compressed')],
    [
      'more bytes than it may have',
      () => new Response('x'.repeat(1001)),
      malformed('its answer is too large'),
    ],
    ['more bytes, and no length', () => endless(), malformed('its answer is too large')],
  ])('%s', async (_, answer, outcome) => {
    await using server = new FaultyClassifier(answer)
    expect(await outcomeOf(server.address)).toEqual(outcome)
  })

  test('text that looks like a date stays text', async () => {
    await using server = new FaultyClassifier(() => Response.json({ ...good, at: '2026-01-02T03:04:05Z' }))
    expect(await outcomeOf(server.address)).toMatchObject({
      kind: 'ok',
      value: { at: '2026-01-02T03:04:05Z' },
    })
  })
})

describe.concurrent('edenOutcome of a connection', () => {
  test('that is refused', async () => {
    expect(await outcomeOf(NOBODY)).toEqual(unavailable('it cannot be reached: the connection is refused'))
  })

  test('to a name that does not exist', async () => {
    expect(await outcomeOf('rose.invalid:8000')).toEqual(
      unavailable('it cannot be reached: its name does not resolve'),
    )
  })

  test.each<[string, () => Server, Settled]>([
    ['that ends before an answer', () => new RawServer('', 'end'), unavailable('it closed the connection')],
    [
      'that breaks before an answer',
      () => new RawServer('', 'reset'),
      unavailable('it closed the connection'),
    ],
    ['that ends within the head', () => new RawServer(HEAD, 'end'), unavailable('it closed the connection')],
    [
      'that ends within the body',
      () => new RawServer(`${HEAD}content-length: 500\r\n\r\n{"classifier"`, 'end'),
      unavailable('it closed the connection'),
    ],
    [
      'that ends within a chunk',
      () => new RawServer(`${HEAD}transfer-encoding: chunked\r\n\r\nff\r\n{"classifier"`, 'end'),
      unavailable('it closed the connection'),
    ],
    [
      'that breaks the rules of chunks',
      () => new RawServer(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n{}`, 'end'),
      malformed('its answer cannot be read'),
    ],
    [
      'that speaks no HTTP',
      () => new RawServer('220 smtp ready\r\n\r\n', 'end'),
      malformed('its answer cannot be read'),
    ],
  ])('%s', async (_, start, outcome) => {
    await using server = start()
    expect(await outcomeOf(server.address)).toEqual(outcome)
  })
})

describe.concurrent('edenOutcome of a call that ends early', () => {
  const silent = () => new FaultyClassifier(never)
  const stuck = () => new RawServer(`${HEAD}content-length: 500\r\n\r\n{"classifier"`, 'keep')

  test.each<[string, () => Server]>([
    ['before an answer', silent],
    ['within the body', stuck],
  ])('%s', async (_, start) => {
    await using server = start()
    expect(await outcomeOf(server.address, AbortSignal.timeout(30))).toEqual(late)
    const gone = new AbortController()
    const outcome = outcomeOf(server.address, gone.signal)
    gone.abort()
    expect(await outcome).toEqual(late)
    expect(await outcomeOf(server.address, AbortSignal.abort())).toEqual(late)
  })
})
