import {
  classifierFeatures,
  type Feature,
  hasMovedKeys,
  type Manifest,
  outputOf,
  RowCodec,
  sampleRow,
} from '@sepal/ensemble'
import type { AnswerForm, Column, Signature } from './signature.ts'

/** What the manifest says of a classifier's model. */
export function signatureOf(manifest: Manifest, classifier: string): Signature {
  const entry = manifest.classifiers[classifier]
  if (entry === undefined) throw new RangeError(`no classifier ${JSON.stringify(classifier)}`)
  const names = classifierFeatures(manifest, classifier)
  const codec = new RowCodec(manifest, names)
  const sample = codec.encode([sampleRow(manifest, names)])
  return {
    columns: codec.features.map((feature) => columnOf(manifest, feature)),
    answer: answerOf(entry),
    sample: { numbers: sample.rows[0] ?? [], texts: sample.texts },
    inputs: entry.inputs,
    output: entry.output,
  }
}

function columnOf({ features }: Manifest, { name, kind, mayBeMissing }: Feature): Column {
  const entry = features[name]
  const [low, high] = (entry?.number ?? entry?.integer)?.range ?? []
  return {
    name,
    kind,
    values: Object.keys(entry?.category ?? {}),
    mayBeMissing,
    ...(low !== undefined && high !== undefined && { range: [low, high] }),
  }
}

function answerOf(entry: Manifest['classifiers'][string]): AnswerForm {
  const { tag, classes } = outputOf(entry)
  switch (tag) {
    case 'probabilities':
      return {
        kind: tag,
        classes,
        isOrderKept: !hasMovedKeys(entry.probabilities ?? {}),
        logits: entry.logits !== undefined,
      }
    case 'label':
      return { kind: tag, classes }
    default:
      return { kind: tag }
  }
}
