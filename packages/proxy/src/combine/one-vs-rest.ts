import type { Decision, Vote } from './vote.ts'

/** One-vs-rest argmax: the classifier that is surest of its own class, with its probability as it is. */
export function oneVsRest<N extends string>(votes: readonly Vote<N>[]): Decision<N> {
  const best = votes.reduce((surest, vote) => (vote.proba > surest.proba ? vote : surest))
  return { proba: best.proba, label: best.name }
}
