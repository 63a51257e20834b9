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

/** The class with the most votes, and the votes: the weights of the classifiers that are for each class. */
export type HardVoteDecision<Class extends string = string> = {
  label: Class
  votes: { [C in Class]: number }
}

/**
 * Each classifier that answered is for one class, with its weight, as in scikit-learn's
 * VotingClassifier(voting='hard'); ties go to the class that is written first.
 */
export const hardVote: Strategy<'hard-vote', typeof WeightOptions, 'probabilities' | 'label', 'label'> = {
  tag: 'hard-vote',
  options: WeightOptions,
  takes: ['probabilities', 'label'],
  route: 'label',
  fault: (options, voters) => weightsFault(options, voters) ?? otherClassesFault('hard-vote', voters),
  bind(options, voters) {
    const classes = sharedClasses(voters)
    const places = classPlaces(voters)
    const outputs = new Map(voters.map(({ name, output }) => [name, output]))
    const weight = weightOf(options)
    return {
      decisionSchema: Type.Object({
        label: labelSchema(classes),
        votes: byClassSchema(classes, Type.Number({ minimum: 0 }), 'weight of the votes for each class'),
      }),
      meaning: 'The class with the most votes, and the votes for each class.',
      minAnswers: 1,
      decide(votes): HardVoteDecision {
        const sums = classes.map(() => 0)
        for (const { name, numbers, at } of votes) {
          const own = outputs.get(name)?.classOf?.(numbers, at) ?? -1
          const place = places.get(name)?.[own] ?? -1
          sums[place] = (sums[place] ?? 0) + weight(name)
        }
        return { label: classes[greatest(sums)] ?? '', votes: byClass(classes, sums) }
      },
      example: () => ({
        label: classes[0] ?? '',
        votes: byClass(classes, [voters.reduce((sum, { name }) => sum + weight(name), 0)]),
      }),
    }
  },
}
