import { Type } from '@sinclair/typebox'
import type { Combiner, Vote } from './strategy.ts'

/** A value for the row, and how far the classifiers are apart. */
export type ValueDecision = {
  value: number
  min: number
  max: number
  /** standard deviation of the classifiers' values from their mean, 0 for one */
  spread: number
}

const numberOf = ({ numbers, at }: Vote): number => numbers[at] ?? Number.NaN

const DecisionSchema = Type.Object({
  value: Type.Number(),
  min: Type.Number({ description: 'the least of the values' }),
  max: Type.Number({ description: 'the greatest of the values' }),
  spread: Type.Number({ minimum: 0, description: 'standard deviation of the values from their mean' }),
})

/** A decision that is one of, or between, the voters' values. */
export function valueCombiner(
  meaning: string,
  fold: (values: readonly number[], votes: readonly Vote[]) => number,
): Combiner {
  return {
    decisionSchema: DecisionSchema,
    meaning: `${meaning} With the least and the greatest of the values and their standard deviation.`,
    minAnswers: 1,
    decide(votes): ValueDecision {
      const values = votes.map(numberOf)
      const [min, max] = [Math.min(...values), Math.max(...values)]
      const value = fold(values, votes)
      return { value: Math.min(max, Math.max(min, value)), min, max, spread: deviation(values) }
    },
    example: () => ({ value: 11.5, min: 11, max: 12.5, spread: 0.75 }),
  }
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0))
}
