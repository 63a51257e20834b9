import {
  type ClassifierMetadata,
  type Manifest,
  type Output,
  type RowCodec,
  sampleRow,
  shapeOf,
} from '@sepal/ensemble'
import type { Model } from './model/model.ts'
import type { Prediction } from './model/rows.ts'
import { onnxruntimeVersion } from './model/session.ts'

export type Described = {
  manifest: Manifest
  codec: RowCodec
  output: Output
  model: Model
  /** the model's answer to the sample */
  sample: Prediction['numbers']
}

/** Describes a classifier from the contract and from the model that it loaded. */
export function describeClassifier(
  name: string,
  { manifest, codec, output, model, sample }: Described,
): ClassifierMetadata {
  const features = codec.features.map((feature) => feature.name)
  return {
    classifier: name,
    data_type: model.takesFloat32 ? 'float32' : 'float64',
    data_structure: shapeOf(features.length),
    data_sample: [sampleRow(manifest, features)],
    prediction_type: sample instanceof Float64Array ? 'float64' : 'float32',
    prediction_structure: shapeOf(output.width),
    prediction_sample: output.answerOf(sample, 0),
    features,
    ...output.description,
    model: {
      file: model.file,
      sha256: model.sha256,
      input: model.inputs.map(nameOf).join(', '),
      output: nameOf(model.output),
      ...(model.repairs.length > 0 && { repairs: [...model.repairs] }),
    },
    runtime: { bun: Bun.version, onnxruntime: onnxruntimeVersion },
  }
}

const nameOf = (described: string) => described.split(': ')[0] ?? described
