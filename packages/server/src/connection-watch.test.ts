import { expect, jest, test } from 'bun:test'
import { join } from 'node:path'
import { RecordedLog } from '../test/recorded-log.ts'
import { ConnectionWatch } from './connection-watch.ts'

class FakeServer {
  closedIdle = 0
  readonly stopped: boolean[] = []
  closeIdleConnections() {
    this.closedIdle += 1
  }
  async stop(closeActiveConnections = false) {
    this.stopped.push(closeActiveConnections)
  }
}

/** A watch of a process that can open so many files more. */
function watched(first = new FakeServer()) {
  const state = { free: 1000, open: 10, servers: [first], canListen: true }
  const log = new RecordedLog()
  const watch = new ConnectionWatch(first, {
    listen: () => {
      if (!state.canListen) throw new Error('the port is taken')
      const server = new FakeServer()
      state.servers.push(server)
      return server
    },
    canOpen: (count) => state.free >= count,
    maxConnections: 100,
    open: () => state.open,
    log,
  })
  return { state, watch, log, [Symbol.dispose]: () => void watch.stop(true) }
}

const messages = ({ lines }: RecordedLog) => lines.map(({ message }) => message)

test('as long as there are descriptors, nothing happens', () => {
  using running = watched()
  running.watch.look()
  running.watch.look()
  expect(running.state.servers.map(({ closedIdle, stopped }) => [closedIdle, stopped])).toEqual([[0, []]])
})

test('closing idle connections may be enough', () => {
  using running = watched()
  running.state.free = 0
  running.watch.look()
  running.state.free = 1
  running.watch.look()
  expect(running.state.servers.map(({ closedIdle, stopped }) => [closedIdle, stopped])).toEqual([[1, []]])
  expect(messages(running.log)).toEqual([])
})

test('it stops listening, says so once, and listens again when enough have ended', () => {
  using running = watched()
  const { state, watch, log } = running
  state.free = 0
  for (let i = 0; i < 10; i++) watch.look()
  expect(state.servers.map(({ stopped }) => stopped)).toEqual([[false]])
  state.free = 15
  watch.look()
  expect(state.servers).toHaveLength(1)
  state.free = 16
  state.canListen = false
  watch.look()
  state.canListen = true
  watch.look()
  watch.look()
  expect(state.servers).toHaveLength(2)
  expect(messages(log)).toEqual([
    'out of file descriptors; refusing connections until some have ended',
    'accepting connections again',
  ])
})

test('as many connections as may be are as bad as no descriptors, whatever was open before', () => {
  using running = watched()
  const { state, watch, log } = running
  state.open = 109
  for (let i = 0; i < 3; i++) watch.look()
  expect(state.servers.map(({ stopped }) => stopped)).toEqual([[]])
  state.open = 110
  for (let i = 0; i < 3; i++) watch.look()
  expect(state.servers.map(({ stopped }) => stopped)).toEqual([[false]])
  state.open = 95
  watch.look()
  expect(state.servers).toHaveLength(1)
  state.open = 94
  watch.look()
  expect(state.servers).toHaveLength(2)
  expect(messages(log)).toEqual([
    'there are as many connections as may be; refusing connections until some have ended',
    'accepting connections again',
  ])
})

test('it looks more often while descriptors are short', () => {
  jest.useFakeTimers()
  try {
    using running = watched()
    const { state } = running
    const closedAfter = (ms: number) => {
      jest.advanceTimersByTime(ms)
      return state.servers[0]?.closedIdle
    }
    state.free = 0
    expect([closedAfter(999), closedAfter(1), closedAfter(250)]).toEqual([0, 1, 2])
  } finally {
    jest.useRealTimers()
  }
})

test('to renew, it listens anew, and a stop reaches both servers', async () => {
  using running = watched()
  const { state, watch, log } = running
  const [first] = state.servers
  const ends = Promise.withResolvers<void>()
  if (first) {
    first.stop = async (closeActiveConnections = false) => {
      first.stopped.push(closeActiveConnections)
      await ends.promise
    }
  }
  watch.renew()
  expect(state.servers.map(({ stopped }) => stopped)).toEqual([[false], []])
  const stopped = watch.stop(true)
  expect(state.servers.map(({ stopped }) => stopped)).toEqual([[false, true], [true]])
  ends.resolve()
  await stopped
  watch.renew()
  expect(state.servers).toHaveLength(2)
  expect(log.lines).toEqual([])
})

test('if the port cannot be had again, it tries until it can', () => {
  using running = watched()
  const { state, watch, log } = running
  state.canListen = false
  watch.renew()
  watch.renew()
  watch.look()
  state.canListen = true
  watch.look()
  watch.look()
  expect(state.servers.map(({ stopped }) => stopped)).toEqual([[false], []])
  expect(messages(log)).toEqual([
    'cannot listen on the port again; trying until it can',
    'accepting connections again',
  ])
})

test('a stop reaches the server that listens', async () => {
  using running = watched()
  await running.watch.stop(false)
  expect(running.state.servers[0]?.stopped).toEqual([false])
})

test.skipIf(process.platform !== 'linux').each([
  ['64 descriptors', 'ulimit -n 64;', 'out of file descriptors'],
  ['64 connections', 'export MAX_CONNECTIONS=64;', 'as many connections as may be'],
])(
  'a server with a limit of %s and 150 connections refuses, rests, and comes back',
  async (_, limit, reason) => {
    const script = join(import.meta.dir, '../test/crowded-process.ts')
    const command = `${limit} exec ${process.execPath} ${script}`
    await using server = Bun.spawn(['sh', '-c', command], { stdout: 'pipe', stderr: 'inherit' })
    const lines = linesOf(server.stdout)
    const next = async (): Promise<string> => (await lines.next()).value ?? ''
    const port = Number(await next())
    const sockets = await Promise.all(
      Array.from({ length: 150 }, () =>
        Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {} } }).catch(() => undefined),
      ),
    )
    expect(await next()).toContain(reason)
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
    for (const socket of sockets) socket?.end()
    expect(await next()).toContain('accepting connections again')
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello')
    server.kill('SIGTERM')
    expect(await server.exited).toBe(0)
  },
  30_000,
)

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  return undefined
}
