import { join } from 'node:path'
import { CONTRACT, declarations } from '@sepal/client/build/declarations'
import type { WireDocument } from '@sepal/contract'
import { mapClassifiers } from '@sepal/ensemble'
import { RunningProxy } from '@sepal/proxy/testing/running-proxy'
import iris from '../../models/ensemble.json' with { type: 'json' }
import { root } from '../root.ts'

/** The current wire of the proxy: the OpenAPI document and the SDK's types. */
export type Wire = { openapi: WireDocument; contract: string }

export async function currentWire(): Promise<Wire> {
  // The document does not depend on running classifiers.
  const nowhere = mapClassifiers(iris, () => '127.0.0.1:1')
  await using proxy = await RunningProxy.start(iris, nowhere)
  const response = await proxy.fetch('/docs/json')
  const openapi: WireDocument = JSON.parse(await response.text())
  const contract = (await declarations(join(root, 'models/ensemble.json'))).get(CONTRACT) ?? ''
  return { openapi, contract }
}
