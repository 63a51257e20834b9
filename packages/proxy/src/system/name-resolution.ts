import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

/** All addresses of a host, IPv4 and IPv6. */
export type Lookup = (host: string) => Promise<readonly { address: string; family: number }[]>

// `lookup` resolves like every other program on the machine: with search domains and /etc/hosts.
const systemLookup: Lookup = (host) => lookup(host, { all: true })

/**
 * Resolves `host:port` to `ip:port`, one for each current address of the host; IPv6 in brackets. If a host has both
 * IPv4 and IPv6 addresses, only IPv4 is used: the others are the same processes again.
 * `https://host:port` becomes `https://ip:port#host`: the certificate is for the host.
 */
export async function resolveAddresses(address: string, lookUp: Lookup = systemLookup): Promise<string[]> {
  const [, scheme = '', host = '', port = ''] = /^(https:\/\/)?\[?(.*?)\]?:(\d+)$/.exec(address) ?? []
  // An IP address is in the certificate itself, if at all.
  const name = scheme === '' || isIP(host) !== 0 ? '' : `#${host}`
  const found = await lookUp(host)
  const ipv4 = found.filter(({ family }) => family === 4)
  if (ipv4.length > 0) return ipv4.map(({ address: ip }) => `${scheme}${ip}:${port}${name}`)
  return found.map(({ address: ip }) => `${scheme}[${ip}]:${port}${name}`)
}
