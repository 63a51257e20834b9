/**
 * Exit code 0 when the server in this container says that it is ready, or that it is not because of a classifier: an
 * orchestrator would restart a proxy that is not healthy, to no avail. Docker keeps what is printed.
 */
import '@sepal/server/direct-connections'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Less than Docker waits, ms. */
const PATIENCE_MS = 4000

const { HOST = '', PORT = portInManifest(), TLS_CERT = '' } = process.env
// A server that listens on every address is asked on loopback, which every container has in IPv4.
const host = ['', '::', '0.0.0.0'].includes(HOST) ? '127.0.0.1' : HOST
const authority = host.includes(':') ? `[${host}]` : host
try {
  const response = await fetch(`${TLS_CERT ? 'https' : 'http'}://${authority}:${PORT}/health/ready`, {
    signal: AbortSignal.timeout(PATIENCE_MS),
    // The certificate is for the name that callers use, and this is the same container.
    ...(TLS_CERT && { tls: { rejectUnauthorized: false } }),
  })
  const text = await response.text()
  console.log(text)
  process.exit(response.ok || text.includes('"code":"classifier-unavailable"') ? 0 : 1)
} catch (error) {
  console.log(error instanceof Error ? error.message : error)
  process.exit(1)
}

/** In the image of both servers, a classifier listens on its port in `ensemble.json`. */
function portInManifest(): string {
  const { MODE = 'proxy', MODEL_DIR = '' } = process.env
  if (MODE === 'proxy') return '9000'
  const manifest: Manifest = JSON.parse(readFileSync(join(MODEL_DIR, 'ensemble.json'), 'utf8'))
  const { classifiers = {}, combine = {} } = manifest
  return String({ ...classifiers, ...combine }[MODE]?.port)
}

/** The server has checked it. */
type Manifest = Partial<Record<'classifiers' | 'combine', Record<string, { port?: number }>>>
