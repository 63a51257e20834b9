import type { Static, TSchema } from '@sinclair/typebox'
import type { ManifestFault } from '../manifest-error.ts'
import type { Numbers } from '../numbers.ts'
import type { Output, OutputTag } from '../outputs/output.ts'

/** A classifier that takes part in the decisions. */
export type Voter = { readonly name: string; readonly output: Output }

/** What a voter answered to a row: its numbers begin at `at`. */
export type Vote = { readonly name: string; readonly numbers: Numbers; readonly at: number }

/** A number of a classifier's answer that a final model takes. */
export type StackColumn = {
  /** as `logreg.malignant`, or the classifier's name where its answer is one number */
  readonly name: string
  readonly voter: string
  /** the place of the number in the answer to a row */
  readonly at: number
  /** what stands in for it where the classifier did not answer */
  readonly missing?: number
}

/** Where a decision is found: `/predict/label`, `/predict/value` or `/predict/decision`. */
export type DecisionRoute = 'label' | 'value' | 'decision' | undefined

/**
 * A way to fold the classifiers' answers into one decision. Only the classifiers whose output it takes are voters;
 * others are served beside them.
 */
export interface Strategy<
  Tag extends string = string,
  Options extends TSchema = TSchema,
  Takes extends OutputTag = OutputTag,
  Route extends DecisionRoute = DecisionRoute,
> {
  readonly tag: Tag
  /** of what stands behind the tag */
  readonly options: Options
  /** the kinds of output that it takes */
  readonly takes: readonly Takes[]
  /** where the decision is found, as in `/predict/label`; `undefined`: there is none */
  readonly route: Route
  /** the same, where it depends on the options */
  routeOf?(options: Static<Options>): DecisionRoute
  /** the voters that take part, where these are not all that have a kind that it takes */
  votersOf?(options: Static<Options>, voters: readonly Voter[]): readonly Voter[]
  /** What is wrong with the options or the voters that a schema cannot say. */
  fault?(options: Static<Options>, voters: readonly Voter[]): ManifestFault | undefined
  /** @param isComplete whether the voters are all classifiers of the ensemble */
  bind(options: Static<Options>, voters: readonly Voter[], isComplete: boolean): Combiner
}

/** A strategy with its options and its voters. */
export interface Combiner {
  /** of the decision for one row */
  readonly decisionSchema: TSchema
  /** what the decision says, in words */
  readonly meaning: string
  /** how many voters must have answered, whatever the quorum is */
  readonly minAnswers: number
  /**
   * Decides for one row.
   * Pure: the same votes give the same decision, whatever order they arrived in.
   * @param votes of those that answered, at least one and at least `minAnswers`, in the manifest's order
   */
  decide(votes: readonly Vote[]): unknown
  /** whether `decide` may throw a DecideError: it is a user's own code */
  readonly mayFail?: boolean
  /** the numbers of the voters' answers that a final model takes, whose one vote is then decided by */
  readonly columns?: readonly StackColumn[]
  /** how sure one voter alone is of the decision, in [0, 1]; absent where one alone says nothing */
  readonly sureness?: (vote: Vote) => number
  /** A plausible decision, for documentation. */
  example(): unknown
}
