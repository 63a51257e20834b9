import { Flag } from '../features/numeric.ts'
import { surest } from './one-vs-rest.ts'
import { ownClassCombiner, ownProbability, sameClassesFault } from './own-class.ts'
import type { Strategy } from './strategy.ts'

/**
 * One-vs-rest with the probabilities scaled to sum to 1 over the classifiers that answered, as scikit-learn's
 * OneVsRestClassifier.predict_proba does. When every classifier says 0 there is nothing to scale: equal shares.
 */
export const oneVsRestNormalized: Strategy<'one-vs-rest-normalized', typeof Flag, 'probabilities', 'label'> =
  {
    tag: 'one-vs-rest-normalized',
    options: Flag,
    takes: ['probabilities'],
    route: 'label',
    fault: (_, voters) => sameClassesFault('one-vs-rest-normalized', voters),
    bind: (_, voters, isComplete) =>
      ownClassCombiner(voters, isComplete, (votes) => {
        const { label, proba } = surest(votes)
        const sum = votes.reduce((total, vote) => total + ownProbability(vote), 0)
        return { label, proba: sum > 0 ? proba / sum : 1 / votes.length }
      }),
  }
