import {
  type ClassifierName,
  classifierNames,
  combinationOf,
  DecideError,
  type DecideRow,
  type DecisionOf,
  type Manifest,
  STACK,
  type VoterName,
} from '@sepal/ensemble'
import type { Outcomes } from '../batching/fan-out.ts'
import { type AnswerRows, startOf } from '../core/answer-rows.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Completeness, PartialDecision } from './answer-parts.ts'
import type { Decided } from './answer-schemas.ts'
import { arrayPieces } from './array-pieces.ts'
import { type Answers, available, complete } from './complete.ts'
import { DecisionFailed } from './decision-failed.ts'
import { Refusal } from './refusal.ts'

type Found = Outcomes<AnswerRows>
type Deciding<N extends string> = [answers: Answers<N, AnswerRows>, completeness?: Completeness<N>]

/**
 * Decides from the outcomes of the participating classifiers, in the manifest's order. A whole decision needs all of
 * them; a partial one is made by those that answered if they are at least `quorum`, or as many as the strategy needs.
 * @param decideRow the function of the deciding module, if there is one
 */
export function decisionsOf<const M extends Manifest>(manifest: M, quorum: number, decideRow?: DecideRow) {
  type Name = VoterName<M>
  const combination = combinationOf(manifest, decideRow)
  // A combination has its voters as text; they are the names in its type.
  const voters = combination.voters as Name[]
  const places = voters.map((name) => classifierNames(manifest).indexOf(name as ClassifierName<M>))
  const needed = Math.max(quorum, combination.minAnswers)

  const isStack = combination.columns !== undefined
  // The final model is no classifier of the manifest; a refusal names it beside those.
  const withFinal = [...voters, STACK as Name]

  /** The final model, whose outcome is the last, decides. */
  function finalOf(outcomes: Found, isPartial: boolean): Deciding<Name> | Refusal {
    const all = complete(withFinal, outcomes)
    if (!isPartial) return all instanceof Refusal ? all : [all.slice(-1)]
    const { answers, missing } = available(voters, outcomes.slice(0, voters.length))
    if (answers.length < needed) return Refusal.ofQuorum(voters, outcomes.slice(0, voters.length), needed)
    const final = outcomes[voters.length]
    if (final?.kind !== 'ok') return Refusal.ofFailures(withFinal, outcomes)
    return [[[STACK as Name, final.value]], { complete: missing.length === 0, missing }]
  }

  /** The classifiers that decide, and how a partial answer reports the others. */
  function decidingOf(outcomes: Found, isPartial: boolean): Deciding<Name> | Refusal {
    if (isStack) return finalOf(outcomes, isPartial)
    if (!isPartial) {
      const answers = complete(voters, outcomes)
      return answers instanceof Refusal ? answers : [answers]
    }
    const { answers, missing } = available(voters, outcomes)
    if (answers.length < needed) return Refusal.ofQuorum(voters, outcomes, needed)
    return [answers, { complete: missing.length === 0, missing }]
  }

  // The strategy named in the manifest returns the decision of its type.
  const decide = (answers: Answers<Name, AnswerRows>, row: number) => {
    const votes = answers.map(([name, found]) => ({ name, numbers: found.data, at: startOf(found, row) }))
    try {
      return combination.decide(votes) as DecisionOf<M>
    } catch (error) {
      throw error instanceof DecideError ? new DecisionFailed(error, row) : error
    }
  }

  return {
    /** the participating classifiers */
    voters,

    /** whether a decision may throw DecisionFailed */
    mayFail: combination.mayFail === true,

    /** The decision for the one row. */
    one(outcomes: Found, isPartial: boolean): Decided<DecisionOf<M>, Name> | Refusal {
      const deciding = decidingOf(outcomes, isPartial)
      if (deciding instanceof Refusal) return deciding
      const [answers, completeness] = deciding
      return { prediction: decide(answers, 0), ...completeness }
    },

    /** The decision by those that answered, if there are enough; takes the outcomes of all classifiers. */
    available(outcomes: Found, final?: Outcome<AnswerRows>): PartialDecision<M> | undefined {
      const deciding = decidingOf([...this.votersOf(outcomes), ...(final ? [final] : [])], true)
      if (deciding instanceof Refusal) return undefined
      const [answers, completeness = { complete: true, missing: [] }] = deciding
      return { prediction: decide(answers, 0), ...completeness }
    },

    /** Of the outcomes of all classifiers, those of the ones that take part. */
    votersOf: (outcomes: Found): Found =>
      places.map((place) => outcomes[place] ?? { kind: 'late' as const, detail: '' }),

    /** How sure a single classifier is of the decision; `undefined` where a single one cannot tell. */
    surenessOf(name: ClassifierName<M>, found: AnswerRows): number | undefined {
      if (!combination.voters.includes(name)) return undefined
      return combination.sureness?.({ name, numbers: found.data, at: startOf(found, 0) })
    },

    /** The decisions for all rows. */
    many(outcomes: Found, isPartial: boolean, rowCount: number): Decided<DecisionOf<M>[], Name> | Refusal {
      const deciding = decidingOf(outcomes, isPartial)
      if (deciding instanceof Refusal) return deciding
      const [answers, completeness] = deciding
      return {
        prediction: Array.from({ length: rowCount }, (_, row) => decide(answers, row)),
        ...completeness,
      }
    },

    /** The same, written in pieces. `keep` gets each decision as it is made. */
    manyInPieces(
      outcomes: Found,
      isPartial: boolean,
      { rowCount, keep }: { rowCount: number; keep?: unknown[] | undefined },
    ): Iterable<string> | Refusal {
      const deciding = decidingOf(outcomes, isPartial)
      if (deciding instanceof Refusal) return deciding
      const [answers, completeness] = deciding
      const decideNext = (row: number) => {
        const decision = decide(answers, row)
        keep?.push(decision)
        return decision
      }
      return decisionPieces(rowCount, decideNext, completeness)
    },
  }
}

function* decisionPieces(
  rowCount: number,
  decide: (row: number) => unknown,
  completeness: Completeness<string> | undefined,
): Generator<string> {
  yield '{"prediction":['
  yield* arrayPieces(rowCount, decide)
  yield completeness ? `],${JSON.stringify(completeness).slice(1)}` : ']}'
}
