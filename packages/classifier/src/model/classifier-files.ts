import { join } from 'node:path'
import { type Manifest, servedEntries } from '@sepal/ensemble'
import { readModelSource } from './model-source.ts'

/**
 * The files that a classifier needs of its folder beside `ensemble.json`, relative to it: its model, the files with the
 * model's weights, its golden rows.
 * @throws ContractError when the model or one with its weights is missing, or is not what it should be
 */
export async function classifierFiles(folder: string, manifest: Manifest, name: string): Promise<string[]> {
  const entry = servedEntries(manifest)[name]
  if (entry === undefined) throw new RangeError(`no classifier ${JSON.stringify(name)}`)
  const { weights } = await readModelSource(join(folder, entry.model))
  // No model file is in a folder below, and weights are named relative to the model.
  return [
    entry.model,
    ...weights.map(({ path }) => path),
    ...(entry.golden === undefined ? [] : [entry.golden]),
  ]
}
