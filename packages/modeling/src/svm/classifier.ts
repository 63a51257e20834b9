import { at } from '../data/element.ts'
import { couple } from './coupling.ts'
import { crossValidate } from './cross-validation.ts'
import { radialBasis, scaleGamma } from './kernel.ts'
import { fitSigmoid, type Sigmoid, sigmoidAt } from './platt.ts'
import type { Example, Row } from './problem.ts'
import { fitScaling, type Scaling, scale } from './scaling.ts'
import { type SmoSettings, solve } from './smo.ts'

/** How to train one classifier; the package's README says what each setting is. */
export type SvmSettings = SmoSettings & {
  gamma: 'scale' | number
  calibration: { folds: number; seed: number }
}

/** A support vector in scaled features, with sign·α. */
export type SupportVector = { row: Row; coefficient: number }

/** A trained one-vs-rest classifier. The own class's vectors come first; their coefficients are positive. */
export type SvmModel = {
  scaling: Scaling
  gamma: number
  vectors: SupportVector[]
  rho: number
  sigmoid: Sigmoid
}

/**
 * Trains standard scaling, an RBF support-vector machine and Platt's sigmoid, as scikit-learn's
 * `make_pipeline(StandardScaler(), SVC(probability=True))`.
 * @param examples unscaled rows [N, F] with their signs, of both signs
 */
export function fitSvm(examples: readonly Example[], settings: SvmSettings): SvmModel {
  const scaling = fitScaling(examples.map(({ row }) => row))
  const scaled = examples.map(({ row, sign }) => ({ row: scale(row, scaling), sign }))
  // LIBSVM groups by class; the order decides ties between equal rows and which rows share a fold.
  const grouped = [...scaled.filter(({ sign }) => sign === 1), ...scaled.filter(({ sign }) => sign === -1)]

  const gamma = settings.gamma === 'scale' ? scaleGamma(scaled.map(({ row }) => row)) : settings.gamma
  const machine = fitMachine(grouped, gamma, settings)
  const decisions = crossValidate(grouped, settings.calibration, (part) => {
    const { vectors, rho } = fitMachine(part, gamma, settings)
    return (row) => decide(row, { vectors, rho, gamma })
  })
  return { scaling, gamma, ...machine, sigmoid: fitSigmoid(decisions) }
}

/** The probability that an unscaled row [F] is of the classifier's own class. */
export function probability(row: Row, model: SvmModel): number {
  return couple(sigmoidAt(decide(scale(row, model.scaling), model), model.sigmoid))
}

type Machine = Pick<SvmModel, 'vectors' | 'rho'>

function fitMachine(examples: readonly Example[], gamma: number, settings: SmoSettings): Machine {
  const { alphas, rho } = solve(examples, (a, b) => radialBasis(a.row, b.row, gamma), settings)
  const vectors = examples.map(({ row, sign }, i) => ({ row, coefficient: sign * at(alphas, i) }))
  return { vectors: vectors.filter(({ coefficient }) => coefficient !== 0), rho }
}

function decide(row: Row, { vectors, rho, gamma }: Machine & { gamma: number }): number {
  return vectors.reduce(
    (sum, { row: other, coefficient }) => sum + coefficient * radialBasis(row, other, gamma),
    -rho,
  )
}
