import { join } from 'node:path'
import { root } from '../root.ts'
import type { Wire } from './current.ts'

const folder = join(root, 'wire')
const openapi = Bun.file(join(folder, 'openapi.golden.json'))
const contract = Bun.file(join(folder, 'contract.golden.d.ts'))

/** The wire of the last release. */
export async function releasedWire(): Promise<Wire> {
  return { openapi: JSON.parse(await openapi.text()), contract: await contract.text() }
}

/** Records a wire as that of a release. */
export async function keepReleased(wire: Wire, version: string) {
  const { info, ...rest } = wire.openapi
  await Bun.write(openapi, `${JSON.stringify({ ...rest, info: { ...info, version } }, null, 2)}\n`)
  await Bun.write(contract, wire.contract)
}
