import { type Change, changesBetween } from '@sepal/contract'
import { currentWire, type Wire } from './current.ts'
import { releasedWire } from './released.ts'
import { typeChanges } from './type-changes.ts'
import { lowestVersion } from './version.ts'

export type Comparison = {
  current: Wire
  /** version of the last release */
  released: string
  changes: readonly Change[]
  /** the lowest version that may have these changes */
  lowest: string
}

/** Compares the proxy's wire with that of the last release. Compiles the types of both, which takes seconds. */
export async function compareWire(): Promise<Comparison> {
  const [before, current] = [await releasedWire(), await currentWire()]
  const changes = [
    ...changesBetween(before.openapi, current.openapi),
    ...(await typeChanges(before.contract, current.contract)),
  ]
  const released = before.openapi.info.version
  return { current, released, changes, lowest: lowestVersion(released, changes) }
}
