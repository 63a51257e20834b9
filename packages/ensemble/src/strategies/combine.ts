import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { ManifestError } from '../manifest-error.ts'
import { type ClassOf, type OutputEntry, type OutputTagOf, outputOf } from '../outputs/output.ts'
import { oneTag } from '../tagged.ts'
import { type AtLeastDecision, atLeast } from './at-least.ts'
import { type HardVoteDecision, hardVote } from './hard-vote.ts'
import { max } from './max.ts'
import { mean } from './mean.ts'
import { median } from './median.ts'
import { min } from './min.ts'
import { none } from './none.ts'
import type { ValueDecision } from './one-value.ts'
import { oneVsRest } from './one-vs-rest.ts'
import { oneVsRestNormalized } from './one-vs-rest-normalized.ts'
import type { OwnClassDecision } from './own-class.ts'
import { type SoftVoteDecision, softVote } from './soft-vote.ts'
import type { Combiner, Strategy, Voter } from './strategy.ts'

/** Every strategy, by its tag. A further one is a file, its line here and its line in DecisionByStrategy. */
const strategies = {
  'one-vs-rest': oneVsRest,
  'one-vs-rest-normalized': oneVsRestNormalized,
  'soft-vote': softVote,
  'hard-vote': hardVote,
  mean,
  median,
  min,
  max,
  'at-least': atLeast,
  none,
} as const
type Strategies = typeof strategies
export type CombineTag = keyof Strategies
export const combineTags = Object.keys(strategies)

/** The classifiers of a manifest, as far as a decision's type depends on them. */
type Classifiers = Readonly<Record<string, OutputEntry>>
/** The names of those whose output is of one of these kinds. */
type NameOf<C extends Classifiers, Tag> = {
  [N in keyof C]: OutputTagOf<C[N]> extends Tag ? N : never
}[keyof C] &
  string

/** The decision for one row, of each strategy. */
interface DecisionByStrategy<C extends Classifiers> {
  'one-vs-rest': OwnClassDecision<NameOf<C, 'probabilities'>>
  'one-vs-rest-normalized': OwnClassDecision<NameOf<C, 'probabilities'>>
  'soft-vote': SoftVoteDecision<ClassOf<C[NameOf<C, 'probabilities'>]>>
  'hard-vote': HardVoteDecision<ClassOf<C[NameOf<C, 'probabilities' | 'label'>]>>
  mean: ValueDecision
  median: ValueDecision
  min: ValueDecision
  max: ValueDecision
  // The class and the sides of a score are values in the manifest, which an import of JSON widens.
  'at-least': AtLeastDecision
  none: never
}

/** A manifest's `combine`: exactly one tag. */
export type CombineEntry = { [T in CombineTag]?: Static<Strategies[T]['options']> }

export const CombineEntry = Type.Unsafe<CombineEntry>(
  oneTag(
    Object.fromEntries(
      Object.values<Strategy>(strategies).map(({ tag, options }): [string, TSchema] => [tag, options]),
    ),
    {},
    `an object with one of ${combineTags.join(', ')}`,
  ),
)

type Combining = { combine: CombineEntry; classifiers: Classifiers }
type TagOf<M extends Combining> = M['combine'] extends infer E
  ? E extends unknown
    ? keyof E & CombineTag
    : never
  : never

/** The decision of an ensemble for one row. */
export type DecisionOf<M extends Combining> = DecisionByStrategy<M['classifiers']>[TagOf<M>]
/** Where the decision is found: `/predict/label` or `/predict/value`; never where there is none. */
export type DecisionRoute<M extends Combining> = Exclude<Strategies[TagOf<M>]['route'], undefined>
/** The names of the classifiers that take part in the decisions. */
export type VoterName<M extends Combining> = NameOf<M['classifiers'], Strategies[TagOf<M>]['takes'][number]>

/** How an ensemble decides. */
export interface Combination extends Combiner {
  readonly tag: CombineTag
  readonly route: 'label' | 'value' | undefined
  /** the classifiers that take part, in the manifest's order */
  readonly voters: readonly string[]
}

/**
 * How a manifest's ensemble decides.
 * @throws RangeError for a `combine` that `checkManifest` would have refused
 */
export function combinationOf({ combine, classifiers }: Combining): Combination {
  const { strategy, options } = strategyOf(combine)
  const voters = votersOf(strategy, classifiers)
  const { tag, route } = strategy
  return { ...strategy.bind(options, voters), tag, route, voters: voters.map(({ name }) => name) }
}

/** The error of a `combine` that has the form of one and does not fit the classifiers. */
export function combineError({ combine, classifiers }: Combining): ManifestError | undefined {
  const { strategy, options } = strategyOf(combine)
  const voters = votersOf(strategy, classifiers)
  if (voters.length === 0 && strategy.takes.length > 0) {
    const expected = `a strategy for the classifiers that there are; ${strategy.tag} needs one with ${strategy.takes.join(' or ')}`
    return new ManifestError('combine', strategy.tag, expected)
  }
  const fault = strategy.fault?.(options, voters)
  if (fault === undefined) return undefined
  return ManifestError.at(fault.field === '' ? 'combine' : `combine.${strategy.tag}`, fault)
}

function votersOf({ takes }: AnyStrategy, classifiers: Classifiers): Voter[] {
  return Object.entries(classifiers)
    .map(([name, entry]) => ({ name, output: outputOf(entry) }))
    .filter(({ output }) => takes.includes(output.tag))
}

type AnyStrategy = Strategy<CombineTag>

function strategyOf(combine: CombineEntry): { strategy: AnyStrategy; options: object } {
  for (const strategy of Object.values<AnyStrategy>(strategies)) {
    const options = combine[strategy.tag]
    if (options !== undefined) return { strategy, options }
  }
  throw new RangeError(`no combine strategy in ${JSON.stringify(combine)}`)
}
