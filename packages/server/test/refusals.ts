import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { problemAnswer } from './problem-answer.ts'
import { rawRequest } from './raw-request.ts'
import { refusedBodies } from './refused-bodies.ts'
import type { RunningServer } from './running-server.ts'

export type RowsServer = {
  /** a server that takes rows at `path`, with `maxBodyBytes` as its limit */
  start: () => Promise<RunningServer>
  path: string
  /** a valid row */
  row: readonly number[]
  maxBodyBytes: number
}

/** Sends text in chunks, without a content-length. */
const chunked = (text: string) => new Blob([text]).stream()

/** Tests that a server refuses invalid requests with a reason, and goes on answering. */
export function describeRefusals(server: string, { start, path, row, maxBodyBytes }: RowsServer) {
  const rows = JSON.stringify({ data: [row] })
  const post = (
    running: RunningServer,
    contentType: string | undefined,
    body: string | ReadableStream | Uint8Array<ArrayBuffer> = rows,
  ) =>
    running.fetch(path, {
      method: 'POST',
      headers: contentType === undefined ? {} : { 'content-type': contentType },
      body,
    })
  const goesOn = async (running: RunningServer) => {
    expect((await running.post(path, rows)).status).toBe(200)
  }

  const refuses = (what: string) => `${server} refuses ${what}`

  describe(`${server} ${path}`, () => {
    test.each(refusedBodies(row).map((refused) => [refused.what, refused] as const))(
      refuses('%s'),
      async (_, { body, code, detail }) => {
        await using running = await start()
        for (const sent of [body, chunked(body)]) {
          const problem = await problemAnswer(await post(running, 'application/json', sent), code)
          expect(problem.detail).toMatch(detail)
        }
        await goesOn(running)
      },
    )

    test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonl', 'text/json', ''])(
      refuses('content-type %j'),
      async (type) => {
        await using running = await start()
        const problem = await problemAnswer(await post(running, type), 'unsupported-media-type')
        expect(problem.detail).toEndWith(`expected application/json`)
      },
    )

    test(refuses('a missing content-type, but not capitals or parameters'), async () => {
      await using running = await start()
      const bytes = new TextEncoder().encode(rows)
      const problem = await problemAnswer(await post(running, undefined, bytes), 'unsupported-media-type')
      expect(problem.detail).toBe('content-type is missing, expected application/json')
      for (const type of ['Application/JSON', 'application/json; charset=utf-8', 'application/json ;v=1']) {
        expect((await post(running, type)).status).toBe(200)
      }
    })

    test(refuses('a body that is too large, with and without a content-length'), async () => {
      await using running = await start()
      const [last, more] = [0, 1].map((extra) => rows.padEnd(maxBodyBytes + extra))
      for (const body of [last ?? '', chunked(last ?? '')]) {
        expect((await post(running, 'application/json', body)).status).toBe(200)
      }
      for (const body of [more ?? '', chunked(more ?? '')]) {
        const problem = await problemAnswer(await post(running, 'application/json', body), 'body-too-large')
        expect(problem.detail).toBe(`the body has more than ${maxBodyBytes} bytes`)
      }
      await goesOn(running)
    })

    test(refuses('an unknown content-encoding, but not gzip'), async () => {
      await using running = await start()
      const encoded = (coding: string, body: Uint8Array<ArrayBuffer>) =>
        running.fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-encoding': coding },
          body,
        })
      expect((await encoded('gzip', Bun.gzipSync(rows))).status).toBe(200)
      const unknown = await encoded('zstd', new Uint8Array(Bun.zstdCompressSync(rows)))
      expect(unknown.headers.get('accept-encoding')).toBe('gzip, deflate, br')
      await problemAnswer(unknown, 'unsupported-media-type')
      const bomb = Bun.gzipSync(new Uint8Array(10 * maxBodyBytes))
      await problemAnswer(await encoded('gzip', bomb), 'body-too-large')
      await problemAnswer(await encoded('gzip', new TextEncoder().encode(rows)), 'malformed-json')
      await goesOn(running)
    })

    test(refuses('a content-length larger than Bun accepts'), async () => {
      await using running = await start()
      const head = `POST ${path} HTTP/1.1\r\nhost: ${running.address}\r\ncontent-type: application/json\r\n`
      const response = await rawRequest(running.address, `${head}content-length: 200000000\r\n\r\n{`)
      await problemAnswer(response, 'body-too-large')
      await goesOn(running)
    })

    test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(refuses('the method %s'), async (method) => {
      await using running = await start()
      for (const place of [path, `${path}/`]) {
        const response = await running.fetch(place, { method })
        expect(response.headers.get('allow')).toBe('POST')
        await problemAnswer(response, 'method-not-allowed')
      }
      await goesOn(running)
    })

    test(refuses('HEAD, without a body'), async () => {
      await using running = await start()
      const response = await running.fetch(path, { method: 'HEAD' })
      expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([
        405,
        'POST',
        '',
      ])
    })

    test.each(['/nowhere', '/predict/nothing', '/PREDICT', '/%2e%2e/etc/passwd'])(
      refuses('the path %s'),
      async (unknown) => {
        await using running = await start()
        await problemAnswer(await running.post(unknown, rows), 'not-found')
        await problemAnswer(await running.fetch(unknown), 'not-found')
      },
    )

    test(refuses('any other JSON value, as invalid-request'), async () => {
      await using running = await start()
      const nearly = fc.record(
        { data: fc.oneof(fc.jsonValue(), fc.array(fc.array(fc.oneof(fc.double(), fc.string())))) },
        { requiredKeys: [] },
      )
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.jsonValue(), nearly), async (value) => {
          const response = await running.post(path, JSON.stringify(value))
          if (response.status === 200) return
          await problemAnswer(response, 'invalid-request')
        }),
        { numRuns: 200 },
      )
    })
  })
}
