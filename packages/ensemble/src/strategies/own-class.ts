import { type TSchema, Type } from '@sinclair/typebox'
import type { ManifestFault } from '../manifest-error.ts'
import type { Combiner, Vote, Voter } from './strategy.ts'

/** Of classifiers that each know one class from the rest: whose class it is, and how sure that is. */
export type OwnClassDecision<Name extends string = string> = { proba: number; label: Name }

/** The first probability is that of the voter's own class. */
export const ownProbability = ({ numbers, at }: Vote): number => numbers[at] ?? Number.NaN

/** A decision for one of the voters' own classes. */
export function ownClassCombiner(
  voters: readonly Voter[],
  isComplete: boolean,
  decide: (votes: readonly Vote[]) => OwnClassDecision,
): Combiner {
  return {
    decisionSchema: ownClassSchema(voters, isComplete),
    meaning: 'The classifier that is surest, and how sure it is.',
    minAnswers: 1,
    decide,
    sureness: ownProbability,
    example: () => ({ proba: 0.98, label: voters[0]?.name ?? '' }),
  }
}

function ownClassSchema(voters: readonly Voter[], isComplete: boolean): TSchema {
  return Type.Object({
    proba: Type.Number({ minimum: 0, maximum: 1 }),
    label: Type.Union(
      voters.map(({ name }) => Type.Literal(name)),
      { description: 'name of a classifier', ...(isComplete && { 'x-schema-name': 'ClassifierName' }) },
    ),
  })
}

/** Classifiers with the same classes do not each have a class of their own: an average was meant. */
export function sameClassesFault(tag: string, voters: readonly Voter[]): ManifestFault | undefined {
  const seen = new Map<string, string>()
  for (const { name, output } of voters) {
    const classes = JSON.stringify(output.classes)
    const other = seen.get(classes)
    if (other !== undefined) {
      return {
        field: '',
        found: tag,
        expected: `"soft-vote", as ${other} and ${name} have the same classes, ${output.classes.join(', ')}: ${tag} is for classifiers that each tell a class of their own from the rest`,
      }
    }
    seen.set(classes, name)
  }
  return undefined
}
