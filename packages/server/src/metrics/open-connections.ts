import { readFile } from 'node:fs/promises'

/** What Linux keeps for the network that a process is in; the second one is missing without IPv6. */
const IPV4 = '/proc/self/net/tcp'
const IPV6 = '/proc/self/net/tcp6'

/**
 * How many connections to a port of this machine are established; `undefined` where the system does not tell. Bun does
 * not count its connections, and open files are many other things too.
 */
export async function openConnections(port: number): Promise<number | undefined> {
  try {
    const [first, second] = await Promise.all([
      readFile(IPV4, 'latin1'),
      readFile(IPV6, 'latin1').catch(() => ''),
    ])
    return established(first, port) + established(second, port)
  } catch {
    return undefined
  }
}

/** Counts in a table with a line per socket: its number, its address and port, the other side's, and its state. */
function established(table: string, port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const ESTABLISHED = '01'
  const lines = new RegExp(`^ *\\d+: [0-9A-F]+:${hex} [0-9A-F]+:[0-9A-F]{4} ${ESTABLISHED} `, 'gm')
  return table.match(lines)?.length ?? 0
}
