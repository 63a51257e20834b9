import {
  type ClassifierName,
  type Combination,
  classifierNameSchema,
  type DecisionOf,
  type Manifest,
  type VoterName,
} from '@sepal/ensemble'
import { named } from '@sepal/server'
import { Type } from '@sinclair/typebox'
import { type FailureCode, failureCodes } from './failure-code.ts'

/** A failed classifier's entry in an answer. */
export type FailedEntry = { error: { code: FailureCode; detail: string } }

export const FailedEntry = named(
  'FailedEntry',
  Type.Object(
    {
      error: named(
        'Failure',
        Type.Object({
          code: Type.Unsafe<FailureCode>(Type.Union(failureCodes.map((code) => Type.Literal(code)))),
          detail: Type.String(),
        }),
      ),
    },
    { description: 'why it gave no answer' },
  ),
)

/** One of the classifiers. */
export function nameSchema<const M extends Manifest>(manifest: M) {
  return named('ClassifierName', Type.Unsafe<ClassifierName<M>>(classifierNameSchema(manifest)))
}

/** Which classifiers a decision was made without. */
export type Completeness<N extends string> = { complete: boolean; missing: N[] }

/** The decision for one row, and which classifiers it was made without. */
export type PartialDecision<M extends Manifest> = {
  prediction: DecisionOf<M>
} & Completeness<VoterName<M>>

/** The properties of an answer that carry it. */
export function completenessProperties(manifest: Manifest) {
  return {
    complete: Type.Boolean({ description: 'whether every classifier took part' }),
    missing: Type.Array(nameSchema(manifest), { description: 'the classifiers that did not' }),
  }
}

/** The decision for one row. */
export function decisionSchema<const M extends Manifest>({ decisionSchema }: Combination) {
  return named('Decision', Type.Unsafe<DecisionOf<M>>(decisionSchema))
}
