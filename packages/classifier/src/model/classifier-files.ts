import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { loadManifest, type Manifest, servedEntries } from '@sepal/ensemble'
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

/**
 * Copies what a classifier needs into another folder, to be read only: an image has no other model.
 * @throws ContractError as `classifierFiles`; ManifestError for a manifest that contradicts itself
 */
export async function copyClassifier(from: string, name: string, to: string): Promise<string[]> {
  const manifest = await loadManifest(from)
  const files = ['ensemble.json', ...(await classifierFiles(from, manifest, name))]
  for (const file of files) {
    await mkdir(dirname(join(to, file)), { recursive: true })
    await copyFile(join(from, file), join(to, file))
    await chmod(join(to, file), 0o444)
  }
  return files
}
