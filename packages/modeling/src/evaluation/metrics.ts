import { mean } from '../data/moments.ts'
import type { Prediction } from './prediction.ts'

/** Keeps the logarithm of a probability finite: the step of a double at 1, as scikit-learn's `log_loss`. */
const MIN_PROBABILITY = Number.EPSILON

/** The share of rows whose more probable class is the right one. */
export function accuracy(predictions: readonly Prediction[]): number {
  return mean(predictions.map((prediction) => Number(decided(prediction) === prediction.own)))
}

/** The mean of −ln(the probability given to the right class). */
export function logLoss(predictions: readonly Prediction[]): number {
  return mean(
    predictions.map(({ proba, own }) => {
      const right = own ? proba : 1 - proba
      return -Math.log(Math.min(Math.max(right, MIN_PROBABILITY), 1 - MIN_PROBABILITY))
    }),
  )
}

/** The mean of (probability of the own class − whether it is)², from 0, the best, to 1. Source: G. W. Brier, 1950. */
export function brierScore(predictions: readonly Prediction[]): number {
  return mean(predictions.map(({ proba, own }) => (proba - Number(own)) ** 2))
}

/** Rows counted by [actual][predicted], the own class first. */
export function confusionMatrix(predictions: readonly Prediction[]): number[][] {
  return [true, false].map((own) =>
    [true, false].map(
      (predicted) => predictions.filter((row) => row.own === own && decided(row) === predicted).length,
    ),
  )
}

/** By probability, not by the sign of the decision function: the two may disagree, and callers see the former. */
function decided({ proba }: Prediction): boolean {
  return proba >= 0.5
}
