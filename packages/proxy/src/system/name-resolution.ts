import { lookup } from 'node:dns/promises'

/** All addresses of a host, of both families. */
export type Lookup = (host: string) => Promise<readonly { address: string; family: number }[]>

// `lookup` asks as every other program of the machine does: search domains and /etc/hosts count.
const systemLookup: Lookup = (host) => lookup(host, { all: true })

/**
 * Turns `host:port` into `ip:port`, one for each address that the host has now; IPv6 in brackets. Of a host with
 * addresses of both families only those of IPv4 count: the others are the same processes once more.
 */
export async function resolveAddresses(address: string, lookUp: Lookup = systemLookup): Promise<string[]> {
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? []
  const found = await lookUp(host)
  const ipv4 = found.filter(({ family }) => family === 4)
  if (ipv4.length > 0) return ipv4.map(({ address: ip }) => `${ip}:${port}`)
  return found.map(({ address: ip }) => `[${ip}]:${port}`)
}
