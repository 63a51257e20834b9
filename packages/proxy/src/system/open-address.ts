import { isIPv6 } from 'node:net'

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/

/**
 * What anybody can do who reaches a proxy without keys, if others than this machine can reach it. Only the proxy says
 * so: a classifier in a container listens everywhere too, and its network is not published.
 */
export function openAddress(host: string, port: number, hasKeys: boolean): string | undefined {
  if (hasKeys || LOOPBACK.test(host)) return undefined
  const authority = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  return `anybody who reaches ${authority} can ask for predictions and see metrics, models and addresses; API_KEYS_FILE asks callers for a key`
}
