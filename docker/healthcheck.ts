/** Exit code 0 when the server in this container says that it is ready. Docker keeps what is printed. */
import '../packages/server/src/direct-connections.ts'

/** Less than Docker waits, ms. */
const PATIENCE_MS = 4000

const { HOST = '', PORT } = process.env
// A server that listens on every address is asked on loopback, which every container has in IPv4.
const host = ['', '::', '0.0.0.0'].includes(HOST) ? '127.0.0.1' : HOST
const authority = host.includes(':') ? `[${host}]` : host
try {
  const response = await fetch(`http://${authority}:${PORT}/health/ready`, {
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  console.log(await response.text())
  process.exit(response.ok ? 0 : 1)
} catch (error) {
  console.log(error instanceof Error ? error.message : error)
  process.exit(1)
}
