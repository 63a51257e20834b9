import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { eventually } from '../../test/bounded-wait.ts'
import { RunningServer } from '../../test/running-server.ts'
import { metricsRoute } from '../metrics-route.ts'
import { Metrics } from './metrics.ts'
import { RequestFigures } from './request-figures.ts'

const app = () =>
  new Elysia().use(metricsRoute(new Metrics(new RequestFigures()), {})).ws('/socket', { message() {} })

/** Of the metrics, those of what a server has open. */
async function open(server: RunningServer) {
  const text = await (await server.fetch('/metrics')).text()
  const [, requests] = /^sepal_requests_under_way (\d+)$/m.exec(text) ?? []
  const [, sockets] = /^sepal_open_web_sockets (\d+)$/m.exec(text) ?? []
  const [, connections] = /^sepal_open_connections (\d+)$/m.exec(text) ?? []
  return { requests: Number(requests), sockets: Number(sockets), connections: Number(connections) }
}

test('the request for the metrics is one that is under way', async () => {
  await using server = new RunningServer(app())
  expect(await open(server)).toMatchObject({ requests: 1, sockets: 0 })
})

test('an open socket is counted until it is closed', async () => {
  await using server = new RunningServer(app())
  const socket = new WebSocket(`ws://${server.address}/socket`)
  await eventually(
    () => open(server),
    ({ sockets }) => sockets === 1,
  )
  socket.close()
  await eventually(
    () => open(server),
    ({ sockets }) => sockets === 0,
  )
})

test.skipIf(process.platform !== 'linux')('connections to the port are counted, on Linux', async () => {
  await using server = new RunningServer(app())
  const { connections } = await open(server)
  const held = await Promise.all(
    Array.from({ length: 3 }, () =>
      Bun.connect({ hostname: '127.0.0.1', port: server.port, socket: { data() {} } }),
    ),
  )
  await eventually(
    () => open(server),
    (now) => now.connections >= connections + 3,
  )
  for (const connection of held) connection.end()
  await eventually(
    () => open(server),
    (now) => now.connections < 3,
  )
})

test('without a server, there is nothing to tell', async () => {
  const text = await (await app().handle(new Request('http://localhost/metrics'))).text()
  expect(text).toContain('# TYPE sepal_requests_under_way gauge')
  expect(text).not.toMatch(/^sepal_(requests_under_way|open_\w+) /m)
})
