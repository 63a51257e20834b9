import { expect, test } from 'bun:test'
import { decodeFrame, encodeFrame, type SocketAnswer, type SocketRequest } from '@sepal/ensemble'
import { eventually, RecordedLog } from '@sepal/server/testing'
import { Asked, batchOf } from '../../test/asked.ts'
import { garden } from '../../test/garden.ts'
import { ClassifierClient } from './classifier-client.ts'
import { connectionLog } from './connection-log.ts'
import { expectedOf } from './expected-answer.ts'

const rose = expectedOf(garden, 'rose')
const { signal: forever } = new AbortController()
const left = { kind: 'unavailable', detail: 'it is going away' } as const

/**
 * A classifier that ends its first connection with a close code. Meanwhile a POST is answered; over later connections,
 * which wait until it is back, so is a frame.
 */
function classifierThatEndsWith(code: number) {
  const back = Promise.withResolvers<void>()
  let connections = 0
  const asked = { byPost: 0, bySocket: 0 }
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request, self) => {
      if (request.method === 'POST') {
        asked.byPost += 1
        return Response.json({ classifier: 'rose', prediction: [[1, 0]] })
      }
      connections += 1
      if (connections > 1) await back.promise
      return self.upgrade(request) ? undefined : new Response(null, { status: 426 })
    },
    websocket: {
      open: (ws) => {
        if (connections === 1) ws.close(code)
      },
      message: (ws, data) => {
        if (typeof data === 'string') throw new TypeError(`a text: ${data}`)
        const { id } = decodeFrame<SocketRequest>(Uint8Array.from(data)).head
        asked.bySocket += 1
        const head = { kind: 'prediction', id, classifier: 'rose' } as const
        ws.send(encodeFrame<SocketAnswer>(head, 2, (numbers) => numbers.set([1, 0])))
      },
    },
  })
  const log = new RecordedLog()
  const client = new ClassifierClient(`127.0.0.1:${server.port}`, {
    expected: rose,
    now: () => 0,
    onConnection: connectionLog(log, 'rose', 'rose:8000'),
  })
  return {
    asked,
    log,
    ask: () => client.send(batchOf(new Asked([[1]])), forever),
    comeBack: back.resolve,
    /** Resolves once a reconnect was attempted, so the first connection has ended. */
    async untilLeft() {
      await eventually(
        async () => {
          await this.ask()
          return { connections }
        },
        (seen) => seen.connections >= 2,
        { pauseMs: 1 },
      )
    },
    async [Symbol.asyncDispose]() {
      client.close()
      back.resolve()
      await server.stop(true)
    },
  }
}

test('a classifier that announced its shutdown gets no calls until it is back', async () => {
  await using rosebush = classifierThatEndsWith(1001)
  await rosebush.untilLeft()
  const { byPost } = rosebush.asked
  expect(await rosebush.ask()).toEqual(left)
  rosebush.comeBack()
  await eventually(
    () => rosebush.ask(),
    ({ kind }) => kind === 'ok',
    { pauseMs: 1 },
  )
  expect(rosebush.asked).toEqual({ byPost, bySocket: 1 })
})

test('a classifier that was merely cut off gets calls by POST meanwhile', async () => {
  await using rosebush = classifierThatEndsWith(1011)
  await rosebush.untilLeft()
  const { byPost } = rosebush.asked
  expect((await rosebush.ask()).kind).toBe('ok')
  expect(rosebush.asked).toEqual({ byPost: byPost + 1, bySocket: 0 })
})

test.each([
  [1001, 'info', 'a replica is going away'],
  [1011, 'warn', 'a replica is gone'],
])('a connection that ended with %d is logged as %s, and so is its return', async (code, level, message) => {
  await using rosebush = classifierThatEndsWith(code)
  await rosebush.untilLeft()
  rosebush.comeBack()
  const replica = { classifier: 'rose', address: 'rose:8000' }
  const over = await rosebush.log.line((line) => line.message === 'a replica is there again')
  expect(over).toMatchObject({ ...replica, level })
  expect(rosebush.log.lines).toEqual([{ ...replica, level, message }, over])
})
