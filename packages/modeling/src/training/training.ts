import { type Manifest, outputOf } from '@sepal/ensemble'
import { at } from '../data/element.ts'
import { type Split, stratifiedSplit } from '../data/split.ts'
import type { Prediction } from '../evaluation/prediction.ts'
import { InputError } from '../input-error.ts'
import { writeSvmModel } from '../onnx/svm.ts'
import { fitSvm, probability, type SvmModel } from '../svm/classifier.ts'
import type { Example } from '../svm/problem.ts'
import type { Source } from './source.ts'

/** One classifier to train: its name, its file, its two classes. */
export type Entry = { name: string; file: string; own: string; rest: string }

/** What to train, and the rows, which are the same for every classifier. */
export type Plan = { source: Source; split: Split; entries: Entry[] }

export type TrainedClassifier = {
  entry: Entry
  model: SvmModel
  /** The ONNX file. */
  bytes: Uint8Array
  /** on the test rows */
  predictions: Prediction[]
}

/** @throws InputError when the manifest and the data do not match */
export function planTraining(source: Source): Plan {
  const { manifest, recipe, dataset } = source
  const labels = new Set(dataset.labels)
  const entries = Object.entries(manifest.classifiers).map(([name, entry]) => checkEntry(name, entry, labels))
  return { source, entries, split: stratifiedSplit(dataset.labels, recipe.split) }
}

/** Trains one classifier to tell its own class from all others. The same plan gives the same bytes. */
export function trainClassifier(entry: Entry, { source, split }: Plan): TrainedClassifier {
  const { recipe, dataset } = source
  const isOwn = (position: number) => at(dataset.labels, position) === entry.own
  const examples = split.train.map<Example>((position) => ({
    row: at(dataset.rows, position),
    sign: isOwn(position) ? 1 : -1,
  }))
  const model = fitSvm(examples, { ...recipe.svm, calibration: recipe.calibration })
  const predictions = split.test.map((position) => ({
    proba: probability(at(dataset.rows, position), model),
    own: isOwn(position),
  }))
  return { entry, model, bytes: writeSvmModel(entry.name, model), predictions }
}

function checkEntry(
  name: string,
  entry: Manifest['classifiers'][string],
  labels: ReadonlySet<string>,
): Entry {
  const { model } = entry
  const { classes } = outputOf(entry)
  const [own, rest, ...more] = entry.probabilities ? classes : []
  if (own === undefined || rest === undefined || more.length > 0) {
    throw new InputError(
      `classifier "${name}" has ${classes.length} classes, expected probabilities of two: its own and the rest`,
    )
  }
  if (!labels.has(own)) {
    const known = [...labels].join(', ')
    throw new InputError(`classifier "${name}" is for "${own}", but no row has this label; labels: ${known}`)
  }
  if (labels.size === 1) throw new InputError(`every row is labelled "${own}"; there is no other class`)
  return { name, file: model, own, rest }
}
