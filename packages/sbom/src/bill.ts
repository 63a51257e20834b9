/** A component as CycloneDX 1.6 has it; only the members that Sepal writes or reads. */
export type Component = {
  type: string
  name: string
  'bom-ref': string
  version?: string
  licenses?: { license: { id: string } }[]
  purl?: string
  hashes?: { alg: string; content: string }[]
  components?: Component[]
}

/** A bill of materials: CycloneDX 1.6 as JSON. */
export type Bill = {
  bomFormat: 'CycloneDX'
  specVersion: '1.6'
  version: number
  serialNumber?: string
  metadata: { component: Component }
  components: Component[]
  /** what is made of what, by `bom-ref` */
  dependencies: { ref: string; dependsOn?: string[] }[]
  /** how much is known of what a component has in it */
  compositions?: { aggregate: string; assemblies: string[] }[]
}

/**
 * The text of a bill. It has no time, and its serial number is derived from the rest: the same contents give the same
 * bytes.
 */
export function textOf(bill: Bill): string {
  const { serialNumber: _, ...rest } = bill
  const serialNumber = serialNumberOf(JSON.stringify(rest))
  return `${JSON.stringify({ ...rest, serialNumber }, null, 2)}\n`
}

/** A UUID of version 8, which RFC 9562 leaves to the application: here the first bits of a SHA-256. */
function serialNumberOf(text: string): string {
  const hash = new Bun.CryptoHasher('sha256').update(text).digest()
  hash[6] = 0x80 | ((hash[6] ?? 0) & 0x0f)
  hash[8] = 0x80 | ((hash[8] ?? 0) & 0x3f)
  const hex = hash.toString('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)]
  return `urn:uuid:${parts.join('-')}`
}
