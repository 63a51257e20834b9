import { valueCombiner } from './one-value.ts'
import type { Strategy } from './strategy.ts'
import { WeightOptions, weightOf, weightsFault } from './weights.ts'

/** The weighted mean of the values, as scikit-learn's VotingRegressor gives. */
export const mean: Strategy<'mean', typeof WeightOptions, 'value', 'value'> = {
  tag: 'mean',
  options: WeightOptions,
  takes: ['value'],
  route: 'value',
  fault: weightsFault,
  bind(options) {
    const weight = weightOf(options)
    return valueCombiner('The weighted mean of the values.', (values, votes) => {
      const total = votes.reduce((sum, { name }) => sum + weight(name), 0)
      return values.reduce((sum, value, i) => sum + value * (weight(votes[i]?.name ?? '') / total), 0)
    })
  },
}
