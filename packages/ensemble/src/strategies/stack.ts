import { Type } from '@sinclair/typebox'
import { StackEntry } from '../classifier-entry.ts'
import type { ManifestFault } from '../manifest-error.ts'
import { type Output, outputFault, outputOf } from '../outputs/output.ts'
import { byClass, byClassSchema, labelSchema } from './shared-classes.ts'
import { columnsOf, STACK, takenColumns } from './stack-columns.ts'
import type { Strategy, Vote, Voter } from './strategy.ts'

/**
 * A final model takes the answers of the others, as scikit-learn's StackingClassifier does. It is a classifier of its
 * own: its one vote is the decision.
 */
export const stack: Strategy<
  'stack',
  typeof StackEntry,
  'probabilities' | 'value' | 'score' | 'label',
  never
> = {
  tag: 'stack',
  options: StackEntry,
  takes: ['probabilities', 'value', 'score', 'label'],
  // Each route is right for some output; `routeOf` says which.
  route: undefined as never,
  routeOf: (entry) => (outputOf(entry).classes.length > 0 && entry.score === undefined ? 'label' : 'value'),
  votersOf(entry, voters) {
    const taken = new Set(takenColumns(entry, voters).map(({ voter }) => voter))
    return voters.filter(({ name }) => taken.has(name))
  },
  fault: stackFault,
  bind(entry, voters) {
    const output = outputOf(entry)
    const { schema, decide } = decisionOf(output)
    return {
      decisionSchema: schema,
      meaning: 'What the final model makes of the answers of the others.',
      minAnswers: 1,
      columns: takenColumns(entry, voters),
      decide: ([vote]) => decide(vote),
      example: () => {
        const numbers = output.numbersOf(output.example(true))
        return decide({
          name: STACK,
          numbers: Float64Array.from(Array.isArray(numbers) ? numbers : []),
          at: 0,
        })
      },
    }
  },
}

function decisionOf(output: Output) {
  const { tag, classes, width } = output
  const placeOf = (vote: Vote | undefined) => (vote ? (output.classOf?.(vote.numbers, vote.at) ?? 0) : 0)
  if (tag === 'value' || tag === 'score') {
    return {
      schema: Type.Object({ value: Type.Number() }),
      decide: (vote?: Vote): object => ({ value: vote?.numbers[vote.at] ?? Number.NaN }),
    }
  }
  if (tag === 'label') {
    return {
      schema: Type.Object({ label: labelSchema(classes) }),
      decide: (vote?: Vote): object => ({ label: classes[placeOf(vote)] ?? '' }),
    }
  }
  const proba = Type.Number({ minimum: 0, maximum: 1 })
  return {
    schema: Type.Object({
      proba,
      label: labelSchema(classes),
      probabilities: byClassSchema(classes, proba, 'probability of each class'),
    }),
    decide: (vote?: Vote): object => {
      const numbers = Array.from({ length: width }, (_, k) => vote?.numbers[vote.at + k] ?? Number.NaN)
      const place = placeOf(vote)
      return {
        proba: numbers[place] ?? Number.NaN,
        label: classes[place] ?? '',
        probabilities: byClass(classes, numbers),
      }
    },
  }
}

function stackFault(entry: StackEntry, voters: readonly Voter[]): ManifestFault | undefined {
  const fault = outputFault(entry)
  if (fault) return fault
  const known = voters.flatMap((voter) => columnsOf(voter).map(({ name }) => name))
  const unknown = entry.takes?.findIndex((name) => !known.includes(name)) ?? -1
  if (unknown >= 0) {
    return {
      field: `takes[${unknown}]`,
      found: entry.takes?.[unknown],
      expected: `one of ${known.join(', ')}`,
    }
  }
  const taken = takenColumns(entry, voters).map(({ name }) => name)
  for (const [name, found] of Object.entries(entry.missing ?? {})) {
    if (!taken.includes(name)) {
      return { field: `missing.${name}`, found, expected: `a column that it takes: ${taken.join(', ')}` }
    }
  }
  return undefined
}
