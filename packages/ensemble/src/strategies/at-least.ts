import { type Static, Type } from '@sinclair/typebox'
import type { ManifestFault } from '../manifest-error.ts'
import { labelSchema } from './shared-classes.ts'
import type { Strategy, Voter } from './strategy.ts'

const Options = Type.Object(
  {
    count: Type.Integer({ minimum: 1, description: 'how many classifiers must say so' }),
    class: Type.String({ minLength: 1, description: 'the class, or the side of a score, that is counted' }),
    otherwise: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'the label when fewer say so; needed where there are several',
      }),
    ),
  },
  {
    additionalProperties: false,
    description: 'an object with count, class and otherwise, which is optional',
  },
)
type Options = Static<typeof Options>

/** The class if enough classifiers are for it, and how many are. */
export type AtLeastDecision<Class extends string = string> = { label: Class; count: number }

/**
 * Counts the classifiers that are for one class, or whose score is on one side of its threshold: k of n alarms.
 * A classifier that did not answer is not counted, so that at least `count` must have answered.
 */
export const atLeast: Strategy<'at-least', typeof Options, 'probabilities' | 'label' | 'score', 'label'> = {
  tag: 'at-least',
  options: Options,
  takes: ['probabilities', 'label', 'score'],
  route: 'label',
  fault: optionsFault,
  bind(options, voters) {
    const other = otherwise(options, voters) ?? ''
    const outputs = new Map(
      voters.map(({ name, output }) => [name, { output, place: output.classes.indexOf(options.class) }]),
    )
    return {
      decisionSchema: Type.Object({
        label: labelSchema([options.class, other]),
        count: Type.Integer({ minimum: 0, description: `how many say ${options.class}` }),
      }),
      meaning: `${options.class} if at least ${options.count} classifiers say so, ${other} otherwise.`,
      minAnswers: options.count,
      decide(votes): AtLeastDecision {
        const count = votes.filter(({ name, numbers, at }) => {
          const voter = outputs.get(name)
          return voter !== undefined && voter.output.classOf?.(numbers, at) === voter.place
        }).length
        return { label: count >= options.count ? options.class : other, count }
      },
      example: () => ({ label: options.class, count: options.count }),
    }
  },
}

function optionsFault(options: Options, voters: readonly Voter[]): ManifestFault | undefined {
  if (options.count > voters.length) {
    return {
      field: 'count',
      found: options.count,
      expected: `at most ${voters.length}, one for each classifier`,
    }
  }
  const without = voters.find(({ output }) => !output.classes.includes(options.class))
  if (without !== undefined) {
    const has = without.output.classes.join(', ') || 'none: its score has no threshold'
    return {
      field: 'class',
      found: options.class,
      expected: `a class of every classifier; ${without.name} has ${has}`,
    }
  }
  if (otherwise(options, voters) === undefined) {
    return { field: 'otherwise', found: undefined, expected: 'a label for when fewer say so' }
  }
  return undefined
}

/** The label when fewer say so: the only other class that there is, if nothing is said. */
function otherwise(options: Options, voters: readonly Voter[]): string | undefined {
  if (options.otherwise !== undefined) return options.otherwise
  const others = new Set(
    voters.flatMap(({ output }) => output.classes).filter((name) => name !== options.class),
  )
  const [only] = others
  return others.size === 1 ? only : undefined
}
