import { lookup } from 'node:dns/promises'

/** Turns `host:port` into `ip:port`, one for each address that the host has now; IPv6 in brackets. */
export async function resolveAddresses(address: string): Promise<string[]> {
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? []
  // `lookup` asks as every other program of the machine does: search domains and /etc/hosts count.
  const found = await lookup(host, { all: true })
  return found.map(({ address: ip, family }) => (family === 6 ? `[${ip}]:${port}` : `${ip}:${port}`))
}
