import { Type } from '@sinclair/typebox'
import {
  byClass,
  byClassSchema,
  classPlaces,
  greatest,
  labelSchema,
  otherClassesFault,
  sharedClasses,
} from './shared-classes.ts'
import type { Strategy } from './strategy.ts'
import { WeightOptions, weightOf, weightsFault } from './weights.ts'

/** The class with the greatest mean probability, and the means. */
export type SoftVoteDecision<Class extends string = string> = {
  proba: number
  label: Class
  probabilities: { [C in Class]: number }
}

/**
 * The weighted mean of the probabilities of each class over the classifiers that answered, as scikit-learn's
 * VotingClassifier(voting='soft') does; ties go to the class that is written first.
 */
export const softVote: Strategy<'soft-vote', typeof WeightOptions, 'probabilities', 'label'> = {
  tag: 'soft-vote',
  options: WeightOptions,
  takes: ['probabilities'],
  route: 'label',
  fault: (options, voters) => weightsFault(options, voters) ?? otherClassesFault('soft-vote', voters),
  bind(options, voters) {
    const classes = sharedClasses(voters)
    const places = classPlaces(voters)
    const weight = weightOf(options)
    const proba = Type.Number({ minimum: 0, maximum: 1 })
    return {
      decisionSchema: Type.Object({
        proba,
        label: labelSchema(classes),
        probabilities: byClassSchema(classes, proba, 'mean probability of each class'),
      }),
      meaning: 'The class with the greatest mean probability, and the mean of each class.',
      minAnswers: 1,
      decide(votes): SoftVoteDecision {
        const sums = classes.map(() => 0)
        let total = 0
        for (const { name, numbers, at } of votes) {
          const own = weight(name)
          total += own
          for (const [k, place] of (places.get(name) ?? []).entries()) {
            sums[place] = (sums[place] ?? 0) + own * (numbers[at + k] ?? Number.NaN)
          }
        }
        // Rounding may carry a mean of ones beyond 1.
        const means = sums.map((sum) => Math.min(1, sum / total))
        const best = greatest(means)
        return { proba: means[best] ?? 0, label: classes[best] ?? '', probabilities: byClass(classes, means) }
      },
      example: () => ({
        proba: 0.75,
        label: classes[0] ?? '',
        probabilities: byClass(
          classes,
          classes.map((_, k) => (k === 0 ? 0.75 : Math.round(2500 / (classes.length - 1)) / 1e4)),
        ),
      }),
    }
  },
}
