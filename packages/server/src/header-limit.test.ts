import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { RunningServer, rawRequest } from '../test/index.ts'
import { limitHeaders } from './header-limit.ts'

const BUN_BYTES = 16_384

test('a head that is too large is refused with 431 and a closed connection, and the limit can be set', async () => {
  await using server = new RunningServer(new Elysia().get('/', 'hello'))
  const statusOf = async (bytes: number) => {
    const head = `GET / HTTP/1.1\r\nhost: a\r\nx-padding: ${'x'.repeat(bytes)}\r\n\r\n`
    const { status, headers } = await rawRequest(server.address, head)
    return [status, headers.get('connection')]
  }
  expect(await statusOf(BUN_BYTES - 200)).toEqual([200, null])
  expect(await statusOf(BUN_BYTES)).toEqual([431, 'close'])
  try {
    limitHeaders(2 * BUN_BYTES)
    expect(await statusOf(BUN_BYTES)).toEqual([200, null])
    limitHeaders(1024)
    expect(await statusOf(1024)).toEqual([431, 'close'])
  } finally {
    limitHeaders(BUN_BYTES)
  }
})
