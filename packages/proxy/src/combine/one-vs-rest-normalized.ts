import { oneVsRest } from './one-vs-rest.ts'
import type { Decision, Vote } from './vote.ts'

/**
 * One-vs-rest with the probabilities scaled to sum to 1 over the classifiers, as scikit-learn's
 * OneVsRestClassifier.predict_proba does. When every classifier says 0 there is nothing to scale: equal shares.
 */
export function oneVsRestNormalized<N extends string>(votes: readonly Vote<N>[]): Decision<N> {
  const { label, proba } = oneVsRest(votes)
  const sum = votes.reduce((total, vote) => total + vote.proba, 0)
  return { label, proba: sum > 0 ? proba / sum : 1 / votes.length }
}
