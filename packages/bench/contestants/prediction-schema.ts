import { type Manifest, outputOf, perClassifierSchema } from '@sepal/ensemble'
import { Type } from '@sinclair/typebox'

/** The answers of the proxy's `/predict` and `/predict/batch`, so that every contestant checks as much as it does. */
export function predictionSchemas(manifest: Manifest) {
  const probabilities = (name: string) => outputOf(manifest.classifiers[name] ?? {}).answerSchema
  return {
    /** `{ name: { prediction: [K] } }` */
    Prediction: perClassifierSchema(manifest, (name) => Type.Object({ prediction: probabilities(name) })),
    /** `{ name: { prediction: [N, K] } }` */
    Predictions: perClassifierSchema(manifest, (name) =>
      Type.Object({ prediction: Type.Array(probabilities(name)) }),
    ),
  }
}
