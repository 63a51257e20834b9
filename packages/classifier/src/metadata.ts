import {
  type ClassifierMetadata,
  classifierFeatures,
  type Manifest,
  sampleRow,
  shapeOf,
} from '@sepal/ensemble'
import type { Model } from './model/model.ts'
import { onnxruntimeVersion } from './model/session.ts'

/** Describes a classifier from the contract and from the model that it loaded. */
export function describeClassifier(
  name: string,
  manifest: Manifest,
  { model, classes, samplePrediction }: { model: Model; classes: string[]; samplePrediction: number[] },
): ClassifierMetadata {
  const features = classifierFeatures(manifest, name)
  return {
    classifier: name,
    data_type: 'float32',
    data_structure: shapeOf(features.length),
    data_sample: [sampleRow(manifest, features)],
    prediction_type: 'float32',
    prediction_structure: shapeOf(classes.length),
    prediction_sample: samplePrediction,
    features,
    classes,
    model: { file: model.file, sha256: model.sha256, input: model.input, output: model.output },
    runtime: { bun: Bun.version, onnxruntime: onnxruntimeVersion },
  }
}
