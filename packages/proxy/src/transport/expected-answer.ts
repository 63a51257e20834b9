import { type ClassifierMetadata, ClassifierMetadataSchema, type Manifest } from '@sepal/ensemble'
import { Value } from '@sinclair/typebox/value'

/** What a classifier must be and give, from the manifest. */
export type Expected = { name: string; features: string[]; classes: string[] }

export function expectedOf(manifest: Manifest, name: string): Expected {
  return {
    name,
    features: manifest.features.map((feature) => feature.name),
    classes: manifest.classifiers[name]?.classes ?? [],
  }
}

/** Says what is wrong with an answer of `count` rows; the types that Eden gives it are a promise, not a fact. */
export function wrongPrediction(
  answer: { classifier: unknown; prediction: unknown } | null,
  count: number,
  { name, classes }: Expected,
): string | undefined {
  if (typeof answer !== 'object' || answer === null) return 'its answer is not an object'
  if (answer.classifier !== name) return 'the answer is from another classifier'
  const { prediction } = answer
  if (!Array.isArray(prediction)) return 'its answer has no prediction'
  if (prediction.length !== count) return `it gave ${prediction.length} rows for ${count}`
  for (const row of prediction) {
    if (!Array.isArray(row) || row.length !== classes.length)
      return `a row has not ${classes.length} probabilities`
    for (const value of row) {
      // Written so that NaN and what is not a number fail too.
      if (!(typeof value === 'number' && value >= 0 && value <= 1)) return 'a probability is outside [0, 1]'
    }
  }
  return undefined
}

/** Says what is wrong with the numbers of `rowCount` rows; the same faults as wrongPrediction finds in JSON. */
export function wrongNumbers(
  classifier: string,
  numbers: Float32Array,
  { name, classes, rowCount }: Expected & { rowCount: number },
): string | undefined {
  if (classifier !== name) return 'the answer is from another classifier'
  if (numbers.length !== rowCount * classes.length) {
    return `it gave ${numbers.length} numbers for ${rowCount} rows of ${classes.length}`
  }
  for (const value of numbers) if (!(value >= 0 && value <= 1)) return 'a probability is outside [0, 1]'
  return undefined
}

/** Says in which way a classifier is not the one that the manifest describes. */
export function wrongMetadata(metadata: ClassifierMetadata, expected: Expected): string | undefined {
  if (!Value.Check(ClassifierMetadataSchema, metadata)) return 'its metadata does not have the expected shape'
  return (
    differs('classifier', metadata.classifier, expected.name) ??
    differs('features', metadata.features, expected.features) ??
    differs('classes', metadata.classes, expected.classes) ??
    wrongSample(metadata, expected)
  )
}

function wrongSample({ classifier, prediction_sample }: ClassifierMetadata, expected: Expected) {
  const wrong = wrongPrediction({ classifier, prediction: [prediction_sample] }, 1, expected)
  return wrong && `in its answer to the sample, ${wrong}`
}

/** Of a value that differs, so much is shown. */
const LONGEST = 120

function differs(field: string, found: unknown, expected: unknown): string | undefined {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
  return a === b ? undefined : `its ${field} is ${a?.slice(0, LONGEST)}, expected ${b?.slice(0, LONGEST)}`
}
