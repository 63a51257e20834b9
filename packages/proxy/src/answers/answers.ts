import {
  type AnswerOf,
  type ClassifierName,
  classifierNames,
  fromNames,
  type Manifest,
  type Output,
  outputOf,
} from '@sepal/ensemble'
import type { Outcomes } from '../batching/fan-out.ts'
import { type AnswerRows, startOf } from '../core/answer-rows.ts'
import type { Failure, Outcome } from '../core/outcome.ts'
import type { FailedEntry } from './answer-parts.ts'
import type { Prediction, Predictions, WholePrediction } from './answer-schemas.ts'
import { arrayPieces } from './array-pieces.ts'
import { failureCode } from './failure-code.ts'
import { Refusal } from './refusal.ts'

type Found = Outcomes<AnswerRows>

/**
 * Builds answers from the classifiers' outcomes. A whole answer needs all of them, and is refused if one failed; a
 * partial one reports those that failed.
 */
export function answersOf<const M extends Manifest>(manifest: M) {
  const names = classifierNames(manifest)
  const outputs = names.map((name) => outputOf(manifest.classifiers[name] ?? {}))

  /** The answer to one row. */
  const rowAt = (place: number, found: AnswerRows, row: number) =>
    outputs[place]?.answerOf(found.data, startOf(found, row))
  const rowsAt = (place: number, found: AnswerRows) =>
    Array.from({ length: found.rows }, (_, row) => rowAt(place, found, row))

  const isWhole = (outcomes: Found) => outcomes.every(({ kind }) => kind === 'ok')
  const entries = (outcomes: Found, value: (place: number, found: AnswerRows) => unknown) =>
    fromNames<M, unknown>(names, (_, place) => entryOf(outcomes[place], (found) => value(place, found)))
  const whole = (outcomes: Found, value: (place: number, found: AnswerRows) => unknown) =>
    isWhole(outcomes) ? entries(outcomes, value) : Refusal.ofFailures(names, outcomes)
  const each = (outcomes: Found, isPartial: boolean, value: (place: number, found: AnswerRows) => unknown) =>
    isPartial ? entries(outcomes, value) : whole(outcomes, value)

  // An output returns what its manifest entry says, which its type has lost: hence the casts.
  return {
    /** Each classifier's answer to the one row, none left out. */
    wholeOne: (outcomes: Found) =>
      whole(outcomes, (place, found) => rowAt(place, found, 0)) as WholePrediction<M> | Refusal,

    /** Each classifier's answer to the one row. */
    one: (outcomes: Found, isPartial: boolean) =>
      each(outcomes, isPartial, (place, found) => rowAt(place, found, 0)) as Prediction<M> | Refusal,

    /** One classifier's answer to the one row. */
    oneOf: (place: number, found: AnswerRows) =>
      rowAt(place, found, 0) as AnswerOf<M['classifiers'][ClassifierName<M>]>,

    /** Each classifier's answer to all rows. */
    many: (outcomes: Found, isPartial: boolean) =>
      each(outcomes, isPartial, rowsAt) as Predictions<M> | Refusal,

    /** The same, written in pieces. */
    manyInPieces: (outcomes: Found, isPartial: boolean): Iterable<string> | Refusal =>
      isPartial || isWhole(outcomes)
        ? predictionPieces(names, outputs, outcomes)
        : Refusal.ofFailures(names, outcomes),
  }
}

function entryOf(
  outcome: Outcome<AnswerRows> | undefined,
  value: (found: AnswerRows) => unknown,
): { prediction: unknown } | FailedEntry {
  if (outcome?.kind === 'ok') return { prediction: value(outcome.value) }
  return failedEntry(outcome ?? { kind: 'late', detail: 'it did not answer' })
}

/** A classifier's failure as callers see it. */
export function failedEntry({ kind, detail }: Failure): FailedEntry {
  return { error: { code: failureCode(kind), detail } }
}

function* predictionPieces(
  names: readonly string[],
  outputs: readonly Output[],
  outcomes: Found,
): Generator<string> {
  for (const [i, name] of names.entries()) {
    yield `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`
    const outcome = outcomes[i]
    const output = outputs[i]
    if (outcome?.kind === 'ok' && output !== undefined) {
      const found = outcome.value
      yield '{"prediction":['
      yield* arrayPieces(found.rows, (row) => output.answerOf(found.data, startOf(found, row)))
      yield ']}'
    } else {
      yield JSON.stringify(entryOf(outcome, () => undefined))
    }
  }
  yield '}'
}
