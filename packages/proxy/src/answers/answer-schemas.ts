import {
  type AnswerOf,
  type ClassifierName,
  combinationOf,
  type DecisionOf,
  type Manifest,
  mapClassifiers,
  outputOf,
  type PerClassifier,
  perClassifierSchema,
  STACK,
  type VoterName,
} from '@sepal/ensemble'
import { MEDIA_TYPES, named, PROBLEM_MEDIA_TYPE, SCHEMA_NAME } from '@sepal/server'
import { type TSchema, type TUnsafe, Type } from '@sinclair/typebox'
import { type FailureKind, failureKinds } from '../core/outcome.ts'
import { type Completeness, completenessProperties, decisionSchema, FailedEntry } from './answer-parts.ts'
import { problemSchema } from './problems.ts'

/** A classifier's answer to a row, by its name in a manifest. */
type AnswerTo<M extends Manifest, N extends ClassifierName<M>> = AnswerOf<M['classifiers'][N]>

/** `{ name: { prediction } }` with every classifier's answer to one row. */
export type WholePrediction<M extends Manifest> = { [N in ClassifierName<M>]: { prediction: AnswerTo<M, N> } }
/** The same, or with the error of each classifier that failed. */
export type Prediction<M extends Manifest> =
  | WholePrediction<M>
  | { [N in ClassifierName<M>]: { prediction: AnswerTo<M, N> } | FailedEntry }
/** `{ name: { prediction } }` with every classifier's answers to all rows, or with the error of each that failed. */
export type Predictions<M extends Manifest> =
  | { [N in ClassifierName<M>]: { prediction: AnswerTo<M, N>[] } }
  | { [N in ClassifierName<M>]: { prediction: AnswerTo<M, N>[] } | FailedEntry }
/** A decision by all participating classifiers, or by those that answered. */
export type Decided<D, N extends string> = { prediction: D } | ({ prediction: D } & Completeness<N>)

/** The proxy's own schemas, typed by a manifest. */
export function proxySchemas<const M extends Manifest>(manifest: M) {
  type Name = ClassifierName<M>
  const answerSchema = (name: Name) => outputOf(manifest.classifiers[name] ?? {}).answerSchema
  const whole = (what: string, schemaOf: (name: Name) => TSchema) => {
    const entry = (name: Name) => Type.Object({ prediction: schemaOf(name) })
    const description = 'the answer of each classifier'
    return named(`Whole${what}`, perClassifierSchema(manifest, entry, { description }))
  }
  const wholeOrPartial = (what: string, schemaOf: (name: Name) => TSchema) => {
    const partial = perClassifierSchema(manifest, (name) =>
      Type.Union([Type.Object({ prediction: schemaOf(name) }), FailedEntry]),
    )
    return Type.Union([whole(what, schemaOf), named(`Partial${what}`, partial)], {
      description: 'the answer of each classifier; with `partial`, the error of those that failed',
    })
  }
  return {
    WholePrediction: named(
      'WholePrediction',
      Type.Unsafe<WholePrediction<M>>(whole('Prediction', answerSchema)),
    ),
    Prediction: named('Prediction', Type.Unsafe<Prediction<M>>(wholeOrPartial('Prediction', answerSchema))),
    Predictions: named(
      'Predictions',
      Type.Unsafe<Predictions<M>>(wholeOrPartial('Predictions', (name) => Type.Array(answerSchema(name)))),
    ),
    /** the error statuses of a route that calls classifiers, beside its 200 */
    upstreamProblems: upstreamProblems(manifest),
  }
}

/** The schemas of decisions, named after their route in the document. */
export function decisionSchemas<const M extends Manifest>(manifest: M) {
  const combination = combinationOf(manifest)
  const Decision = decisionSchema<M>(combination)
  const decided = <D>(what: string, prediction: TSchema) => {
    const partial = Type.Object({ prediction, ...completenessProperties(manifest) })
    // The more specific one comes first: generated clients take the first that fits.
    const either = Type.Union(
      [named(`Partial${what}`, partial), named(`Whole${what}`, Type.Object({ prediction }))],
      { description: 'the decision; with `partial`, whether all took part in it and who did not' },
    )
    return named(what, Type.Unsafe<Decided<D, VoterName<M>>>(either))
  }
  const { one, many } = schemaNames[combination.route ?? 'label']
  return {
    One: decided<DecisionOf<M>>(one, Decision),
    Many: decided<DecisionOf<M>[]>(many, Type.Array(Decision)),
  }
}

/** The names of the answers with decisions, by route. */
const schemaNames = {
  label: { one: 'Label', many: 'Labels' },
  value: { one: 'Value', many: 'Values' },
  decision: { one: 'DecidedRow', many: 'DecidedRows' },
}

/** What became of a stack's final model, which only its decisions ask. */
type FinalOutcome<M extends Manifest> = M['combine'] extends { stack: object } ? { stack?: Outcome } : unknown
type Outcome = { outcome: 'ok' | FailureKind; detail?: string; rows?: number[] }

function upstreamProblems<const M extends Manifest>(manifest: M) {
  const outcome = named(
    'Outcome',
    Type.Object({
      outcome: Type.Union([Type.Literal('ok'), ...failureKinds.map((kind) => Type.Literal(kind))]),
      detail: Type.Optional(Type.String()),
      rows: Type.Optional(
        Type.Array(Type.Integer({ minimum: 0 }), {
          description: 'the rows that have no answer, counted from 0',
        }),
      ),
    }),
  )
  const classifiers = named(
    'Outcomes',
    Type.Unsafe<PerClassifier<M, Outcome> & FinalOutcome<M>>(
      Type.Object(
        {
          ...mapClassifiers(manifest, () => outcome),
          ...(manifest.combine.stack && { [STACK]: Type.Optional(outcome) }),
        },
        { description: 'what became of each classifier' },
      ),
    ),
  )
  const upstream = <const S extends 422 | 502 | 503 | 504>(status: S) =>
    Type.Object(
      { ...problemSchema(status).properties, classifiers: Type.Optional(classifiers) },
      {
        description: problemSchema(status).description ?? '',
        [SCHEMA_NAME]: `ClassifierProblem${status}`,
        [MEDIA_TYPES]: [PROBLEM_MEDIA_TYPE],
      },
    )
  return { 422: upstream(422), 502: upstream(502), 503: upstream(503), 504: upstream(504) }
}

/**
 * A handler's answer, checked against its schema by the compiler here and by Elysia when it goes out.
 * Elysia's own type for a handler's result does not resolve while M is open, but admits a Response; with that alone the
 * routes have a type for every M, which the client's package writes out.
 */
export function answer<V>(_schema: TUnsafe<V>, value: NoInfer<V>): Response {
  return value as V & Response
}
