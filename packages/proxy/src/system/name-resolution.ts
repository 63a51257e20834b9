import { lookup } from 'node:dns/promises'

/** All addresses of a host, IPv4 and IPv6. */
export type Lookup = (host: string) => Promise<readonly { address: string; family: number }[]>

// `lookup` resolves like every other program on the machine: with search domains and /etc/hosts.
const systemLookup: Lookup = (host) => lookup(host, { all: true })

/**
 * Resolves `host:port` to `ip:port`, one for each current address of the host; IPv6 in brackets. If a host has both
 * IPv4 and IPv6 addresses, only IPv4 is used: the others are the same processes again.
 */
export async function resolveAddresses(address: string, lookUp: Lookup = systemLookup): Promise<string[]> {
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? []
  const found = await lookUp(host)
  const ipv4 = found.filter(({ family }) => family === 4)
  if (ipv4.length > 0) return ipv4.map(({ address: ip }) => `${ip}:${port}`)
  return found.map(({ address: ip }) => `[${ip}]:${port}`)
}
