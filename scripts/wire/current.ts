import { join } from 'node:path'
import { mapClassifiers } from '@sepal/ensemble'
import { RunningProxy } from '@sepal/proxy/testing/running-proxy'
import iris from '../../models/ensemble.json' with { type: 'json' }
import { root } from '../root.ts'
import { CONTRACT, declarations } from '../sdk/declarations.ts'
import type { WireDocument } from './changes.ts'

/** The wire of the proxy as it is now: for callers in any language, and in types. */
export type Wire = { openapi: WireDocument; contract: string }

export async function currentWire(): Promise<Wire> {
  // What a proxy says of itself, it says without its classifiers.
  const nowhere = mapClassifiers(iris, () => '127.0.0.1:1')
  await using proxy = await RunningProxy.start(iris, nowhere)
  const response = await proxy.fetch('/docs/json')
  const openapi: WireDocument = JSON.parse(await response.text())
  const contract = (await declarations(join(root, 'models/ensemble.json'))).get(CONTRACT) ?? ''
  return { openapi, contract }
}
