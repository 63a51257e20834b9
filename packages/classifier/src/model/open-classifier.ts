import { join } from 'node:path'
import { classifierFeatures, type Manifest, type Output, outputOf, RowCodec } from '@sepal/ensemble'
import { checkGolden, readGolden } from './golden.ts'
import { type LoadedModel, loadModel } from './load-model.ts'
import { sampleOf } from './plan.ts'
import type { Signature } from './signature.ts'
import { signatureOf } from './signature-of.ts'
import { type Trial, tryModel } from './trial.ts'

/** A classifier's model, loaded and tried. */
export type OpenClassifier = {
  path: string
  signature: Signature
  codec: RowCodec
  output: Output
  model: LoadedModel
  trial: Trial
  /** how many golden rows were compared, and the greatest difference; nothing without a golden file */
  golden: { rows: number; worst: number } | undefined
}

/**
 * Loads the model of a classifier, asks it for the manifest's sample and compares it with its golden rows.
 * @throws ContractError when the model does not fit the manifest or its golden rows
 */
export async function openClassifier(
  folder: string,
  manifest: Manifest,
  name: string,
): Promise<OpenClassifier> {
  const entry = manifest.classifiers[name]
  if (entry === undefined) throw new RangeError(`no classifier ${JSON.stringify(name)}`)
  const signature = signatureOf(manifest, name)
  const codec = new RowCodec(manifest, classifierFeatures(manifest, name))
  const output = outputOf(entry)
  const path = join(folder, entry.model)
  const model = await loadModel(path, signature)
  try {
    const trial = await tryModel(model, sampleOf(signature))
    const golden = entry.golden && (await readGolden(join(folder, entry.golden), codec, output))
    const compared = golden ? await checkGolden(model, golden, { codec, output }) : undefined
    return { path, signature, codec, output, model, trial, golden: compared }
  } catch (error) {
    await model.release()
    throw error
  }
}
