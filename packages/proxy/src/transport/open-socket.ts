import type { ReplicaAccess } from './replica-access.ts'

const PATH = '/predict/socket'

/** Opens a classifier's socket; Eden's own cannot send headers or trust a certificate. */
export function openSocket({ origin, headers, tls }: ReplicaAccess): { ws: WebSocket } {
  const url = `${origin.replace(/^http/, 'ws')}${PATH}`
  return { ws: new WebSocket(url, { headers: { ...headers }, ...(tls && { tls }) }) }
}
