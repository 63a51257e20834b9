import { type ClassifierName, classifierNames, fromNames, type Manifest } from '@sepal/ensemble'
import type { Outcomes } from '../batching/fan-out.ts'
import { combineStrategy } from '../combine/strategy.ts'
import type { Decision } from '../combine/vote.ts'
import { type AnswerRows, firstOf, rowOf, rowsOf } from '../core/answer-rows.ts'
import type { Failure, Outcome } from '../core/outcome.ts'
import { arrayPieces, longAnswer } from '../routes/long-answer.ts'
import type { Completeness, FailedEntry } from './answer-parts.ts'
import type { Labels, Predictions } from './answer-schemas.ts'
import { type Answers, available, complete, quorumNotMet, valueAt } from './complete.ts'
import { failureCode } from './failure-code.ts'

type PartialLabel<N extends string> = { prediction: Decision<N> } & Completeness<N>
type Found = Outcomes<AnswerRows>

/**
 * What goes out for the classifiers' outcomes. A whole answer needs all of them and ends with a problem when one
 * failed; a partial one tells of those that failed, and decides by the others when they are at least `quorum`.
 */
export function answersOf<const M extends Manifest>(manifest: M, quorum: number) {
  type Name = ClassifierName<M>
  const names = classifierNames(manifest)
  const combine = combineStrategy(manifest.combine)

  const whole = <V>(outcomes: Found, value: (found: AnswerRows) => V) =>
    fromNames<M, { prediction: V }>(names, (_, i) => ({ prediction: value(valueAt(names, outcomes, i)) }))

  function each<V>(outcomes: Found, isPartial: boolean, value: (found: AnswerRows) => V): Predictions<M, V> {
    if (!isPartial) return whole(outcomes, value)
    return fromNames<M, { prediction: V } | FailedEntry>(names, (_, i) => entryOf(outcomes[i], value))
  }

  /** Who decides, and what a partial answer says of the others. */
  function voters(outcomes: Found, isPartial: boolean): [Answers<Name, AnswerRows>, Completeness<Name>?] {
    if (!isPartial) return [complete(names, outcomes)]
    const { answers, missing } = available(names, outcomes)
    if (answers.length < quorum) throw quorumNotMet(names, outcomes, quorum)
    return [answers, { complete: missing.length === 0, missing }]
  }

  const decide = (answers: Answers<Name, AnswerRows>, row: number): Decision<Name> =>
    combine(answers.map(([name, found]) => ({ name, proba: firstOf(found, row) })))

  return {
    /** Each classifier's answer to the one row, none left out. */
    wholeOne: (outcomes: Found) => whole(outcomes, (found) => rowOf(found, 0)),

    /** Each classifier's answer to the one row. */
    one: (outcomes: Found, isPartial: boolean) => each(outcomes, isPartial, (found) => rowOf(found, 0)),

    /** Each classifier's answer to all rows. */
    many: (outcomes: Found, isPartial: boolean) => each(outcomes, isPartial, rowsOf),

    /** The same, written piece by piece. */
    manyInPieces(outcomes: Found, isPartial: boolean): Response {
      if (!isPartial) complete(names, outcomes)
      return longAnswer(predictionPieces(names, outcomes))
    },

    /** The decision for the one row. */
    label(outcomes: Found, isPartial: boolean): Labels<Decision<Name>, Name> {
      const [answers, completeness] = voters(outcomes, isPartial)
      return { prediction: decide(answers, 0), ...completeness }
    },

    /** The decision by those that answered, when they are enough. */
    availableLabel(outcomes: Found): PartialLabel<Name> | undefined {
      const { answers, missing } = available(names, outcomes)
      if (answers.length < quorum) return undefined
      return { prediction: decide(answers, 0), complete: missing.length === 0, missing }
    },

    /** The decisions for all rows. */
    labels(outcomes: Found, isPartial: boolean, rowCount: number): Labels<Decision<Name>[], Name> {
      const [answers, completeness] = voters(outcomes, isPartial)
      return {
        prediction: Array.from({ length: rowCount }, (_, row) => decide(answers, row)),
        ...completeness,
      }
    },

    /** The same, written piece by piece. */
    labelsInPieces(outcomes: Found, isPartial: boolean, rowCount: number): Response {
      const [answers, completeness] = voters(outcomes, isPartial)
      return longAnswer(labelPieces(rowCount, (row) => decide(answers, row), completeness))
    },
  }
}

function entryOf<V>(
  outcome: Outcome<AnswerRows> | undefined,
  value: (found: AnswerRows) => V,
): { prediction: V } | FailedEntry {
  if (outcome?.kind === 'ok') return { prediction: value(outcome.value) }
  return failedEntry(outcome ?? { kind: 'late', detail: 'it did not answer' })
}

/** A classifier's failure as callers are told of it. */
export function failedEntry({ kind, detail }: Failure): FailedEntry {
  return { error: { code: failureCode(kind), detail } }
}

function* predictionPieces(names: readonly string[], outcomes: Found): Generator<string> {
  for (const [i, name] of names.entries()) {
    yield `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`
    const outcome = outcomes[i]
    if (outcome?.kind === 'ok') {
      const found = outcome.value
      yield '{"prediction":['
      yield* arrayPieces(found.rows, (row) => rowOf(found, row))
      yield ']}'
    } else {
      yield JSON.stringify(entryOf(outcome, rowsOf))
    }
  }
  yield '}'
}

function* labelPieces(
  rowCount: number,
  decide: (row: number) => unknown,
  completeness: Completeness<string> | undefined,
): Generator<string> {
  yield '{"prediction":['
  yield* arrayPieces(rowCount, decide)
  yield completeness ? `],${JSON.stringify(completeness).slice(1)}` : ']}'
}
