import { join } from 'node:path'
import { loadManifest, type Manifest } from '@sepal/ensemble'
import { type Dataset, readDataset } from '../data/dataset.ts'
import { InputError } from '../input-error.ts'
import { parseRecipe, type Recipe } from './recipe.ts'

/** The training input in a folder. */
export type Source = { manifest: Manifest; recipe: Recipe; dataset: Dataset; dataBytes: Uint8Array }

/**
 * Reads `ensemble.json`, `training.json` and the data file that it names.
 * @throws InputError or ManifestError with what is missing or wrong
 */
export async function readSource(folder: string): Promise<Source> {
  const manifest = await loadManifest(folder)
  const recipe = parseRecipe(new TextDecoder().decode(await readFile(folder, 'training.json')))
  const dataBytes = await readFile(folder, recipe.data)
  const dataset = readDataset(dataBytes, {
    features: Object.keys(manifest.features),
    label: recipe.label,
  })
  return { manifest, recipe, dataset, dataBytes }
}

async function readFile(folder: string, name: string): Promise<Uint8Array> {
  const file = Bun.file(join(folder, name))
  if (!(await file.exists())) throw new InputError(`there is no ${name} in ${folder}`)
  return file.bytes()
}
