import { Flag } from '../features/numeric.ts'
import { type OwnClassDecision, ownClassCombiner, ownProbability, sameClassesFault } from './own-class.ts'
import type { Strategy, Vote } from './strategy.ts'

/** One-vs-rest argmax: the classifier that is surest of its own class, with its probability as it is. */
export const oneVsRest: Strategy<'one-vs-rest', typeof Flag, 'probabilities', 'label'> = {
  tag: 'one-vs-rest',
  options: Flag,
  takes: ['probabilities'],
  route: 'label',
  fault: (_, voters) => sameClassesFault('one-vs-rest', voters),
  bind: (_, voters, isComplete) => ownClassCombiner(voters, isComplete, surest),
}

/** The surest voter; ties go to the first. */
export function surest(votes: readonly Vote[]): OwnClassDecision {
  const best = votes.reduce((first, vote) => (ownProbability(vote) > ownProbability(first) ? vote : first))
  return { proba: ownProbability(best), label: best.name }
}
