import {
  type Answer,
  finalStage,
  type Manifest,
  outputOf,
  RowCodec,
  sampleRow,
  shapeOf,
} from '@sepal/ensemble'

/** The inputs and outputs, without the answers to the sample. */
export function describeEnsemble(manifest: Manifest) {
  const codec = new RowCodec(manifest)
  const outputs = Object.values(manifest.classifiers).map((entry) => outputOf(entry))
  const widths = new Set(outputs.map(({ width }) => width))
  return {
    data_type: codec.isPlain && codec.fitsFloat32 ? 'float32' : 'mixed',
    data_structure: shapeOf(codec.features.length),
    data_sample: [sampleRow(manifest)],
    prediction_type: outputs.every(({ description }) => description.output === undefined)
      ? 'float32'
      : 'mixed',
    prediction_structure: [...widths].map(shapeOf).join(' or '),
    features: codec.features.map(({ name, description }) => ({ name, ...description })),
  }
}

/** The inputs of a stack's final model, with its answer to their sample; nothing where there is none. */
export function describeFinalModel(manifest: Manifest, prediction_sample: Answer | undefined) {
  const stage = finalStage(manifest)
  if (stage === undefined) return undefined
  return {
    takes: Object.keys(stage.features),
    missing: manifest.combine.stack?.missing ?? {},
    data_sample: [sampleRow(stage)],
    prediction_sample,
  }
}
