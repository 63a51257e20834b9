import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Flag } from '../features/numeric.ts'
import { ManifestError } from '../manifest-error.ts'
import {
  type AnswerOf,
  type ClassOf,
  type OutputEntry,
  type OutputTagOf,
  outputOf,
} from '../outputs/output.ts'
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
import {
  type DecideRow,
  isModulePath,
  MODULE_PATTERN,
  type ModuleOptions,
  type ModulePath,
  ownModule,
} from './own-module.ts'
import { type SoftVoteDecision, softVote } from './soft-vote.ts'
import { stack } from './stack.ts'
import type { Combiner, DecisionRoute as Route, Strategy, Voter } from './strategy.ts'

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
  stack,
  none,
} as const
type Strategies = typeof strategies
/** What the type of a decision depends on of each strategy. */
export type StrategyTypes = {
  readonly [T in keyof Strategies]: {
    readonly route: Exclude<Strategies[T]['route'], undefined>
    readonly takes: Strategies[T]['takes'][number]
  }
}
export type CombineTag = keyof StrategyTypes
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
  // Its decision is that of its own entry, see StackDecision.
  stack: never
  none: never
}

/** A manifest's `combine`: exactly one tag, or the path of a module. */
export type CombineEntry = { [T in CombineTag]?: Static<Strategies[T]['options']> } & {
  [P in ModulePath]?: ModuleOptions
}

/** What `combine` may have as its one key. */
export const combineTagsInWords = `one of ${combineTags.join(', ')}, or a module as "./decide.ts"`

/** TypeBox does not look at `propertyNames`; it is for editors, and `isCombineTag` is for us. */
export const CombineEntry = Type.Unsafe<CombineEntry>(
  Type.Object(
    Object.fromEntries(
      Object.values<Strategy>(strategies).map(({ tag, options }): [string, TSchema] => [
        tag,
        Type.Optional(options),
      ]),
    ),
    {
      additionalProperties: Flag,
      propertyNames: { anyOf: [{ enum: combineTags }, { pattern: MODULE_PATTERN }] },
      minProperties: 1,
      maxProperties: 1,
      description: `an object with ${combineTagsInWords}`,
    },
  ),
)

export function isCombineTag(key: string): boolean {
  return combineTags.includes(key) || new RegExp(MODULE_PATTERN).test(key)
}

type Combining = { combine: CombineEntry; classifiers: Classifiers }
type TagOf<M extends Combining> = M['combine'] extends infer E
  ? E extends unknown
    ? keyof E & CombineTag
    : never
  : never

/** The path of the module that decides; never where a strategy does. */
type ModuleOf<M extends Combining> = M['combine'] extends infer E
  ? E extends unknown
    ? keyof E & ModulePath
    : never
  : never
/** What the module returns, where `DecidedBy` has said so. */
type OwnDecision<M extends Combining> = M['combine'][ModuleOf<M> & keyof M['combine']] extends infer Options
  ? Options extends { readonly '~decision'?: infer D }
    ? D
    : unknown
  : never

/** The final model of a stack; never where there is none. */
type StackOf<M extends Combining> = M['combine'] extends { stack: infer E } ? E : never
type StackDecision<E> = E extends unknown
  ? 'probabilities' extends keyof E
    ? SoftVoteDecision<ClassOf<E>>
    : 'label' extends keyof E
      ? { label: ClassOf<E> }
      : { value: number }
  : never
type StackRoute<E> = E extends unknown
  ? 'probabilities' extends keyof E
    ? 'label'
    : 'label' extends keyof E
      ? 'label'
      : 'value'
  : never

/** The decision of an ensemble for one row. */
export type DecisionOf<M extends Combining> =
  | DecisionByStrategy<M['classifiers']>[TagOf<M>]
  | StackDecision<StackOf<M>>
  | ([ModuleOf<M>] extends [never] ? never : OwnDecision<M>)
/** Where the decision is found: `label`, `value` or `decision`; never where there is none. */
export type DecisionRoute<M extends Combining> =
  | StrategyTypes[TagOf<M>]['route']
  | StackRoute<StackOf<M>>
  | ([ModuleOf<M>] extends [never] ? never : 'decision')
/** The names of the classifiers that take part in the decisions. */
export type VoterName<M extends Combining> =
  | NameOf<M['classifiers'], StrategyTypes[TagOf<M>]['takes']>
  | ([ModuleOf<M>] extends [never] ? never : keyof M['classifiers'] & string)

/** The strategies in which one classifier alone may be sure of the decision. */
type SureTag = 'one-vs-rest' | 'one-vs-rest-normalized'
/** Whether one classifier alone may be sure enough of the decision for the others not to be waited for. */
export type MayDecideAlone<M extends Combining> = [TagOf<M>] extends [never]
  ? false
  : TagOf<M> extends SureTag
    ? true
    : false

/** The answers to one row that a module decides by; `undefined` for a classifier that did not answer. */
export type Answers<M extends Combining> = {
  readonly [N in keyof M['classifiers'] & string]: AnswerOf<M['classifiers'][N]> | undefined
}

/** A manifest with the type of what its module returns. */
export type DecidedBy<M extends Combining, Decide extends (answers: never) => unknown> = Omit<
  M,
  'combine'
> & { readonly combine: { [P in keyof M['combine']]: { readonly '~decision'?: ReturnType<Decide> } } }

/** How an ensemble decides. */
export interface Combination extends Combiner {
  readonly tag: string
  readonly route: Route
  /** the classifiers that take part, in the manifest's order */
  readonly voters: readonly string[]
}

/**
 * How a manifest's ensemble decides.
 * @param decideRow the function of the module that `combine` names; without it, that decides nothing
 * @throws RangeError for a `combine` that `checkManifest` would have refused
 */
export function combinationOf({ combine, classifiers }: Combining, decideRow?: DecideRow): Combination {
  const { strategy, options } = strategyOf(combine, decideRow)
  const voters = votersOf(strategy, options, classifiers)
  const { tag } = strategy
  const route = strategy.routeOf?.(options) ?? strategy.route
  const combiner = strategy.bind(options, voters, voters.length === Object.keys(classifiers).length)
  return { ...combiner, tag, route, voters: voters.map(({ name }) => name) }
}

/** The error of a `combine` that has the form of one and does not fit the classifiers. */
export function combineError({ combine, classifiers }: Combining): ManifestError | undefined {
  const { strategy, options } = strategyOf(combine)
  const voters = candidatesOf(strategy, classifiers)
  if (voters.length === 0 && strategy.takes.length > 0) {
    const expected = `a strategy for the classifiers that there are; ${strategy.tag} needs one with ${strategy.takes.join(' or ')}`
    return new ManifestError('combine', strategy.tag, expected)
  }
  const fault = strategy.fault?.(options, voters)
  if (fault === undefined) return undefined
  return ManifestError.at(fault.field === '' ? 'combine' : `combine.${strategy.tag}`, fault)
}

function votersOf(strategy: Strategy, options: object, classifiers: Classifiers): readonly Voter[] {
  const candidates = candidatesOf(strategy, classifiers)
  return strategy.votersOf?.(options, candidates) ?? candidates
}

/** The classifiers whose output the strategy takes. */
function candidatesOf({ takes }: Strategy, classifiers: Classifiers): readonly Voter[] {
  return Object.entries(classifiers)
    .map(([name, entry]) => ({ name, output: outputOf(entry) }))
    .filter(({ output }) => takes.includes(output.tag))
}

/** The module that a `combine` names, as `./decide.ts`. */
export function modulePathOf(combine: CombineEntry): ModulePath | undefined {
  return Object.keys(combine).find(isModulePath)
}

function strategyOf(combine: CombineEntry, decideRow?: DecideRow): { strategy: Strategy; options: object } {
  for (const strategy of Object.values<Strategy<CombineTag>>(strategies)) {
    const options = combine[strategy.tag]
    if (options !== undefined) return { strategy, options }
  }
  const path = modulePathOf(combine)
  if (path !== undefined) return { strategy: ownModule(path, decideRow), options: {} }
  throw new RangeError(`no combine strategy in ${JSON.stringify(combine)}`)
}
