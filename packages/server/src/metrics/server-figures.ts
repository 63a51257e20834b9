import type { Families } from './family.ts'
import { openConnections } from './open-connections.ts'

/** The parts of a listening server that are read here. */
export type Listening = {
  readonly port: number | undefined
  readonly pendingRequests: number
  readonly pendingWebSockets: number
}

/** Adds what a server has open. Without one, as in a test that calls the app directly, there is nothing to tell. */
export function serverFigures(metrics: Families, server: () => Listening | null) {
  const gauge = (name: string, help: string, value: (server: Listening) => number) =>
    metrics.gauge({
      name,
      help,
      labels: [],
      samples: () => {
        const current = server()
        return current ? [{ labels: {}, value: value(current) }] : []
      },
    })
  gauge('sepal_requests_under_way', 'Requests being answered', ({ pendingRequests }) => pendingRequests)
  gauge('sepal_open_web_sockets', 'Open WebSocket connections', ({ pendingWebSockets }) => pendingWebSockets)
  metrics.gauge({
    name: 'sepal_open_connections',
    help: 'Open connections to the port, of all processes that share it; on Linux',
    labels: [],
    samples: async () => {
      const port = server()?.port
      const count = port === undefined ? undefined : await openConnections(port)
      return count === undefined ? [] : [{ labels: {}, value: count }]
    },
  })
}
