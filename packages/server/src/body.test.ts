import { describe, expect, test } from 'bun:test'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { jsonBody } from './body.ts'
import { ProblemError } from './problem.ts'

const MAX = 20
const JSON_TYPE = { 'content-type': 'application/json' }
const read = (init: RequestInit) =>
  jsonBody(MAX)({ request: new Request('http://localhost/', { method: 'POST', ...init }) })

/** A limit above what compression adds to a few bytes. */
const MORE = 200
const readMore = (init: RequestInit) =>
  jsonBody(MORE)({ request: new Request('http://localhost/', { method: 'POST', ...init }) })

/** A body that comes in these pieces and does not tell its length. */
const chunks = (...pieces: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
      controller.close()
    },
  })

async function problemOf(init: RequestInit): Promise<ProblemError> {
  const error: unknown = await read(init).catch((thrown: unknown) => thrown)
  if (error instanceof ProblemError) return error
  throw new Error('no problem', { cause: error })
}

describe('jsonBody', () => {
  test.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8'])(
    'reads %s',
    async (type) => {
      const headers = { 'content-type': type }
      expect(await read({ headers, body: '{"a":1}' })).toEqual({ a: 1 })
      expect(await read({ headers: { ...headers, 'content-length': '7' }, body: '{"a":1}' })).toEqual({
        a: 1,
      })
    },
  )

  test('joins a character that two chunks share', async () => {
    const [first, second] = [new Uint8Array([0x22, 0xc3]), new Uint8Array([0xa4, 0x22])]
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(first)
        controller.enqueue(second)
        controller.close()
      },
    })
    expect(await read({ headers: JSON_TYPE, body })).toBe('ä')
  })

  test.each([
    ['text/plain', '"text/plain"'],
    ['application/x-www-form-urlencoded', '"application/x-www-form-urlencoded"'],
    ['application/json-patch+json', '"application/json-patch+json"'],
    ['multipart/form-data; boundary=application/json', '"multipart/form-data; boundary=application/json"'],
    ['', '""'],
  ])('refuses content-type %j and shows it', async (type, shown) => {
    const problem = await problemOf({ headers: { 'content-type': type }, body: '{}' })
    expect(problem).toMatchObject({
      code: 'unsupported-media-type',
      detail: `content-type is ${shown}, expected application/json`,
    })
  })

  test('refuses a length that is told twice, whatever it is', async () => {
    const headers = { ...JSON_TYPE, 'content-length': '2, 2' }
    expect(await problemOf({ headers, body: '{}' })).toMatchObject({
      code: 'malformed-request',
      detail: 'content-length is given more than once: 2, 2',
      headers: { connection: 'close' },
    })
  })

  test('refuses a missing content-type, and cuts a long one', async () => {
    expect((await problemOf({ body: new Uint8Array([123, 125]) })).detail).toStartWith(
      'content-type is missing',
    )
    expect((await problemOf({ headers: { 'content-type': 'x'.repeat(5000) } })).detail.length).toBeLessThan(
      150,
    )
  })

  test('takes as many bytes as allowed, and refuses one more', async () => {
    const exactly = JSON.stringify('x'.repeat(MAX - 2))
    const more = JSON.stringify('x'.repeat(MAX - 1))
    const sent = (text: string) => [
      { headers: { ...JSON_TYPE, 'content-length': String(text.length) }, body: text },
      { headers: JSON_TYPE, body: chunks(text.slice(0, 9), text.slice(9)) },
    ]
    for (const init of sent(exactly)) expect(await read(init)).toBe('x'.repeat(MAX - 2))
    for (const init of sent(more)) {
      expect(await problemOf(init)).toMatchObject({
        code: 'body-too-large',
        detail: `the body has more than ${MAX} bytes`,
      })
    }
  })

  const codings = [
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const

  test.each(codings)('reads a body that is compressed as %s', async (coding, compress) => {
    const headers = { ...JSON_TYPE, 'content-encoding': coding }
    const body = compress('"aä"')
    expect(await readMore({ headers, body })).toBe('aä')
    expect(await readMore({ headers: { ...headers, 'content-length': String(body.length) }, body })).toBe(
      'aä',
    )
  })

  test.each(codings)(
    'counts what a body as %s decodes to, and refuses one that is not',
    async (coding, compress) => {
      const headers = { ...JSON_TYPE, 'content-encoding': coding }
      const problemOfMore = (body: Uint8Array<ArrayBuffer>) =>
        readMore({ headers, body }).catch((error: unknown) => error)
      const bomb = compress(new Uint8Array(20_000_000).fill(32))
      expect(await problemOfMore(compress(' '.repeat(MORE)))).toMatchObject({ code: 'malformed-json' })
      expect(await problemOfMore(compress(' '.repeat(MORE + 1)))).toMatchObject({
        code: 'body-too-large',
        detail: `the body has more than ${MORE} bytes`,
      })
      expect(await problemOfMore(bomb)).toMatchObject({ code: 'body-too-large' })
      for (const wrong of [compress('"a"').subarray(0, -3), new TextEncoder().encode('{"a":1}')]) {
        expect(await problemOfMore(wrong)).toMatchObject({
          code: 'malformed-json',
          detail: `the body is not valid ${coding.toLowerCase()}, or is cut off`,
        })
      }
      expect(await problemOfMore(new Uint8Array())).toMatchObject({ detail: 'the body is empty' })
    },
  )

  test('takes identity for no coding', async () => {
    expect(await read({ headers: { ...JSON_TYPE, 'content-encoding': 'identity' }, body: '1' })).toBe(1)
  })

  test.each(['zstd', 'compress', 'gzip, br', 'gzip, gzip', 'x'.repeat(9000)])(
    'refuses the coding %s, and names those that it takes',
    async (coding) => {
      const problem = await problemOf({ headers: { ...JSON_TYPE, 'content-encoding': coding }, body: '1' })
      expect(problem).toMatchObject({
        code: 'unsupported-media-type',
        headers: { 'accept-encoding': 'gzip, deflate, br' },
      })
      expect(problem.detail).toStartWith(`content-encoding is "${coding.slice(0, 80)}"`)
      expect(problem.detail.length).toBeLessThan(200)
    },
  )

  test('reads no further than it must', async () => {
    let pulls = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulls += 1
        controller.enqueue(new Uint8Array(MAX))
      },
    })
    expect((await problemOf({ headers: JSON_TYPE, body: endless })).code).toBe('body-too-large')
    expect(pulls).toBeLessThan(10)
  })

  test.each(['', '{', 'NaN', '{"a":1}}', '\u0000'])('calls %j malformed', async (body) => {
    expect((await problemOf({ headers: JSON_TYPE, body: chunks(body) })).code).toBe('malformed-json')
    const headers = { ...JSON_TYPE, 'content-length': String(body.length) }
    expect((await problemOf({ headers, body })).code).toBe('malformed-json')
  })

  test('says that an empty body is empty, and does not repeat a long one', async () => {
    expect((await problemOf({ headers: JSON_TYPE })).detail).toBe('the body is empty')
    const { detail } = await problemOf({ headers: JSON_TYPE, body: chunks('x'.repeat(MAX)) })
    expect(detail.length).toBeLessThanOrEqual(120)
  })

  test('says that a gzipped body lacks its content-encoding', async () => {
    const body = gzipSync('{"a":1}')
    for (const headers of [JSON_TYPE, { ...JSON_TYPE, 'content-length': String(body.length) }]) {
      const error: unknown = await readMore({ headers, body }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({
        code: 'malformed-json',
        detail: 'the body is gzip, and content-encoding does not say so; a gateway may have removed it',
      })
    }
  })

  const failing = (error: unknown) =>
    new ReadableStream<Uint8Array>({
      pull() {
        throw error
      },
    })
  const lengths = [JSON_TYPE, { ...JSON_TYPE, 'content-length': '7' }]

  test.each(lengths)('with %j says that a caller left before the end', async (headers) => {
    const left = new DOMException('The connection was closed.', 'AbortError')
    expect(await problemOf({ headers, body: failing(left) })).toMatchObject({
      code: 'malformed-json',
      detail: 'the connection was closed before the end of the body',
    })
  })

  test.each(lengths)('with %j does not blame the caller for a fault of the server', async (headers) => {
    const bug = new TypeError('undefined is not a function')
    expect(await read({ headers, body: failing(bug) }).catch((thrown: unknown) => thrown)).toBe(bug)
  })
})
