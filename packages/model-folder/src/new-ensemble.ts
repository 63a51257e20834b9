import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Added, AddOptions } from './addition.ts'
import { proposeCombine } from './combine-proposal.ts'
import { each } from './each-model.ts'
import { identity, place } from './entry-place.ts'
import type { Frame } from './entry-trial.ts'
import { type FeatureProposal, proposeFeatures } from './feature-proposal.ts'
import type { Brought } from './model-copy.ts'
import { sharedFeatures } from './shared-features.ts'

/** Writes a manifest of the models that can be served. */
export async function addToNew(models: readonly Brought[], options: AddOptions) {
  const { folder, data, features: chosen } = options
  // Each alone first: a model that cannot be served has no part in the features.
  const alone = await each(models, async (brought) => {
    const proposal = proposeFeatures(brought.onnx, data, chosen)
    const hasNames = brought.onnx.inputs.length > 1 || (data ?? chosen) !== undefined
    const { entry, notes } = await place(brought, frameOf(folder, proposal), {
      ...options,
      features: undefined,
    })
    return { ...brought, candidate: { ...proposal, hasNames }, entry, notes: [...proposal.notes, ...notes] }
  })
  const frame = frameOf(folder, sharedFeatures(alone.done.map(({ candidate }) => candidate)))
  const together = await each(alone.done, async ({ candidate, entry, notes, ...brought }): Promise<Added> => {
    const own = candidate.hasNames ? Object.keys(candidate.features) : undefined
    const isSame = JSON.stringify(candidate.features) === JSON.stringify(frame.features)
    const { name, port } = identity(brought.model, frame, options)
    const placed = isSame
      ? { ...entry, port }
      : (await place(brought, frame, { ...options, features: own })).entry
    frame.classifiers = { ...frame.classifiers, [name]: placed }
    return { file: brought.file, name, entry: placed, notes }
  })
  const added = together.done
  const combine = added.length > 1 ? proposeCombine(added) : undefined
  if (added.length > 0) {
    const schema = await schemaBeside(folder)
    const manifest = {
      ...(schema && { $schema: schema }),
      ...frame,
      ...(combine && { combine: combine.combine }),
    }
    await Bun.write(join(folder, 'ensemble.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  }
  return { added, refused: [...alone.refused, ...together.refused], combine }
}

/** A manifest before it has classifiers. */
function frameOf(folder: string, { features, sample }: Pick<FeatureProposal, 'features' | 'sample'>): Frame {
  const frame = { name: basename(resolve(folder)), features, sample, classifiers: {}, combine: { none: {} } }
  // The trial of the first entry checks it.
  return frame as Frame
}

/** Where the JSON Schema is, seen from the folder, if `sepal` is installed there or above. */
async function schemaBeside(folder: string): Promise<string | undefined> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = join(at, 'node_modules/sepal/ensemble.schema.json')
    if (await Bun.file(path).exists()) return `./${relative(folder, path)}`.replace('./../', '../')
    if (at === dirname(at)) return undefined
  }
}
