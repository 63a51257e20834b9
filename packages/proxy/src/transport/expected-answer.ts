import {
  type ClassifierMetadata,
  ClassifierMetadataSchema,
  classifierFeatures,
  featureNames,
  type Manifest,
  type Numbers,
  type Output,
  outputOf,
  RowCodec,
} from '@sepal/ensemble'
import { Value } from '@sinclair/typebox/value'

/** What a classifier takes and returns, by the manifest; all its replicas share it. */
export type Expected = {
  readonly name: string
  readonly features: readonly string[]
  /** positions of its features in a row of the ensemble; `undefined`: it takes whole rows */
  readonly columns: readonly number[] | undefined
  readonly codec: RowCodec
  readonly output: Output
  /** whether its model takes numbers that float32 cannot hold; a guess until its metadata is known */
  needsFloat64: boolean
}

export function expectedOf(manifest: Manifest, name: string): Expected {
  const all = featureNames(manifest)
  const features = classifierFeatures(manifest, name)
  const codec = new RowCodec(manifest, features)
  const isWhole = features.length === all.length && features.every((feature, place) => feature === all[place])
  return {
    name,
    features,
    columns: isWhole ? undefined : features.map((feature) => all.indexOf(feature)),
    codec,
    output: outputOf(manifest.classifiers[name] ?? {}),
    needsFloat64: !codec.fitsFloat32,
  }
}

/** An answer as parsed from JSON: the types that Eden gives it are a promise, not a fact. */
type JsonAnswer = { classifier: unknown; prediction: unknown } | null

/** Returns what is wrong with an answer to `count` rows, if anything. */
export function wrongPrediction(answer: JsonAnswer, count: number, expected: Expected): string | undefined {
  const numbers = numbersOf(answer, count, expected)
  return typeof numbers === 'string' ? numbers : undefined
}

/** The numbers of an answer to `count` rows, or what is wrong with it. */
export function numbersOf(
  answer: JsonAnswer,
  count: number,
  { name, output }: Expected,
): Float64Array | string {
  if (typeof answer !== 'object' || answer === null) return 'its answer is not an object'
  if (answer.classifier !== name) return 'the answer is from another classifier'
  const { prediction } = answer
  if (!Array.isArray(prediction)) return 'its answer has no prediction'
  if (prediction.length !== count) return `it gave ${prediction.length} rows for ${count}`
  const numbers = new Float64Array(count * output.width)
  for (const [row, value] of prediction.entries()) {
    const found = output.numbersOf(value)
    if (typeof found === 'string') return found
    numbers.set(found, row * output.width)
  }
  return output.fault(numbers) ?? numbers
}

/** Returns what is wrong with the numbers of `rowCount` rows; the same faults as wrongPrediction finds in JSON. */
export function wrongNumbers(
  classifier: string,
  numbers: Numbers,
  { name, output, rowCount }: Pick<Expected, 'name' | 'output'> & { rowCount: number },
): string | undefined {
  if (classifier !== name) return 'the answer is from another classifier'
  if (numbers.length !== rowCount * output.width) {
    return `it gave ${numbers.length} numbers for ${rowCount} rows of ${output.width}`
  }
  return output.fault(numbers)
}

/** Returns how a classifier differs from the one that the manifest describes. */
export function wrongMetadata(metadata: ClassifierMetadata, expected: Expected): string | undefined {
  if (!Value.Check(ClassifierMetadataSchema, metadata)) return 'its metadata does not have the expected shape'
  const { description } = expected.output
  return (
    differs('its name is', metadata.classifier, expected.name) ??
    differs('its features are', metadata.features, expected.features) ??
    differs('its classes are', metadata.classes, description.classes) ??
    differs('its output is', metadata.output, description.output) ??
    wrongSample(metadata, expected)
  )
}

function wrongSample({ classifier, prediction_sample }: ClassifierMetadata, expected: Expected) {
  const wrong = wrongPrediction({ classifier, prediction: [prediction_sample] }, 1, expected)
  return wrong && `in its answer to the sample, ${wrong}`
}

/** How much of a differing value is shown, characters. */
const LONGEST = 120

function differs(what: string, found: unknown, expected: unknown): string | undefined {
  const [a, b] = [shown(found), shown(expected)]
  return a === b ? undefined : `${what} ${a.slice(0, LONGEST)}, expected ${b.slice(0, LONGEST)}`
}

const shown = (value: unknown) => JSON.stringify(value) ?? 'not there'
