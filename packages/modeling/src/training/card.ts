import { type CalibrationBin, calibrationCurve } from '../evaluation/calibration.ts'
import { accuracy, brierScore, confusionMatrix, logLoss } from '../evaluation/metrics.ts'
import { PRODUCER } from '../onnx/model.ts'
import type { Plan, TrainedClassifier } from './training.ts'

/** What a model is, where it comes from, and how good it is on rows it was not trained on. */
export type ModelCard = ReturnType<typeof describe>

const METHOD = 'standard scaling, RBF support-vector machine, Platt probabilities'
const SPLIT_METHOD = "stratified by label, as scikit-learn's train_test_split"
const CREDITS = [
  'Fan, Chen, Lin: Working Set Selection Using Second Order Information, JMLR 6, 2005',
  'Lin, Lin, Weng: A Note on Platt’s Probabilistic Outputs, Machine Learning 68, 2007',
  'Wu, Lin, Weng: Probability Estimates by Pairwise Coupling, JMLR 5, 2004',
  'Chang, Lin: LIBSVM, A Library for Support Vector Machines, ACM TIST 2, 2011',
]
const CALIBRATION_BINS = 10

/** Decimals of the figures: few enough that rounding on different machines gives the same card. */
const DECIMALS = 6

/** A classifier's card. It has no time or machine in it, so that the same training gives the same card. */
export function describe(trained: TrainedClassifier, { source, split }: Plan) {
  const { entry, model, bytes, predictions } = trained
  const { manifest, recipe, dataset, dataBytes } = source
  const own = model.vectors.filter(({ coefficient }) => coefficient > 0).length
  return {
    classifier: entry.name,
    data: {
      file: recipe.data,
      sha256: sha256(dataBytes),
      rows: dataset.rows.length,
      features: Object.keys(manifest.features),
      label: recipe.label,
    },
    split: {
      method: SPLIT_METHOD,
      ...recipe.split,
      trainRows: split.train.length,
      testRows: split.test.length,
    },
    method: {
      name: METHOD,
      kernel: 'rbf',
      C: recipe.svm.C,
      gamma: rounded(model.gamma),
      gammaRule: recipe.svm.gamma === 'scale' ? 'scale' : 'given',
      tolerance: recipe.svm.tolerance,
      calibration: { method: 'platt', ...recipe.calibration },
      credits: CREDITS,
    },
    // On the test rows.
    metrics: {
      accuracy: rounded(accuracy(predictions)),
      logLoss: rounded(logLoss(predictions)),
      brier: rounded(brierScore(predictions)),
      confusionMatrix: {
        rows: 'actual',
        columns: 'predicted',
        classes: [entry.own, entry.rest],
        counts: confusionMatrix(predictions),
      },
    },
    calibrationCurve: calibrationCurve(predictions, CALIBRATION_BINS).map(roundedBin),
    model: {
      file: entry.file,
      sha256: sha256(bytes),
      bytes: bytes.length,
      supportVectors: { own, rest: model.vectors.length - own },
      producer: PRODUCER,
    },
  }
}

function sha256(bytes: Uint8Array): string {
  return new Bun.CryptoHasher('sha256').update(bytes).digest('hex')
}

function roundedBin({ meanProba, ownShare, ...bin }: CalibrationBin): CalibrationBin {
  return { ...bin, meanProba: rounded(meanProba), ownShare: rounded(ownShare) }
}

function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS))
}
