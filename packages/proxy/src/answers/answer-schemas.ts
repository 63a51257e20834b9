import {
  type ClassifierName,
  type Manifest,
  type PerClassifier,
  perClassifierSchema,
  probabilitiesSchema,
} from '@sepal/ensemble'
import { MEDIA_TYPES, named, PROBLEM_MEDIA_TYPE, problemSchema, SCHEMA_NAME } from '@sepal/server'
import { type TSchema, type TUnsafe, Type } from '@sinclair/typebox'
import type { Decision } from '../combine/vote.ts'
import { failureKinds } from '../core/outcome.ts'
import { type Completeness, completenessProperties, decisionSchema, FailedEntry } from './answer-parts.ts'

/** `{ name: { prediction } }` with every classifier, or with the error of those that failed. */
export type Predictions<M extends Manifest, V> =
  | PerClassifier<M, { prediction: V }>
  | PerClassifier<M, { prediction: V } | FailedEntry>
/** A decision over all classifiers, or over those that answered. */
export type Labels<D, N extends string> = { prediction: D } | ({ prediction: D } & Completeness<N>)

/** The proxy's own schemas, typed by the names of a manifest's classifiers. */
export function proxySchemas<const M extends Manifest>(manifest: M) {
  type Name = ClassifierName<M>
  const probabilities = (name: Name) => probabilitiesSchema(manifest.classifiers[name]?.classes ?? [])
  const whole = <S extends TSchema>(what: string, schemaOf: (name: Name) => S) => {
    const entry = (name: Name) => Type.Object({ prediction: schemaOf(name) })
    const description = 'the answer of each classifier'
    return named(`Whole${what}`, perClassifierSchema(manifest, entry, { description }))
  }
  const wholeOrPartial = <V>(what: string, schemaOf: (name: Name) => TSchema) => {
    const partial = perClassifierSchema(manifest, (name) =>
      Type.Union([Type.Object({ prediction: schemaOf(name) }), FailedEntry]),
    )
    const either = Type.Union([whole(what, schemaOf), named(`Partial${what}`, partial)], {
      description: 'the answer of each classifier; with `partial`, the error of those that failed',
    })
    return named(what, Type.Unsafe<Predictions<M, V>>(either))
  }
  const Decision = decisionSchema(manifest)
  const labels = <D>(what: string, prediction: TSchema) => {
    const partial = Type.Object({ prediction, ...completenessProperties(manifest) })
    // The one that says more comes first: clients made from the document take the first that fits.
    const either = Type.Union(
      [named(`Partial${what}`, partial), named(`Whole${what}`, Type.Object({ prediction }))],
      { description: 'the decision; with `partial`, whether all took part in it and who did not' },
    )
    return named(what, Type.Unsafe<Labels<D, Name>>(either))
  }
  const outcome = named(
    'Outcome',
    Type.Object({
      outcome: Type.Union([Type.Literal('ok'), ...failureKinds.map((kind) => Type.Literal(kind))]),
      detail: Type.Optional(Type.String()),
    }),
  )
  const classifiers = named(
    'Outcomes',
    perClassifierSchema(manifest, () => outcome, { description: 'what became of each classifier' }),
  )
  const upstream = <const S extends 502 | 503 | 504>(status: S) =>
    Type.Object(
      { ...problemSchema(status).properties, classifiers: Type.Optional(classifiers) },
      {
        description: problemSchema(status).description ?? '',
        [SCHEMA_NAME]: `ClassifierProblem${status}`,
        [MEDIA_TYPES]: [PROBLEM_MEDIA_TYPE],
      },
    )
  return {
    /** `{ name: { prediction: [K] } }` of every classifier */
    WholePrediction: whole('Prediction', probabilities),
    /** the same, or with the errors of some */
    Prediction: wholeOrPartial<number[]>('Prediction', probabilities),
    /** `{ name: { prediction: [N, K] } }`, or with the errors of some */
    Predictions: wholeOrPartial<number[][]>('Predictions', (name) => Type.Array(probabilities(name))),
    Label: labels<Decision<Name>>('Label', Decision),
    Labels: labels<Decision<Name>[]>('Labels', Type.Array(Decision)),
    /** what a route that asks classifiers declares beside its 200 */
    upstreamProblems: { 502: upstream(502), 503: upstream(503), 504: upstream(504) },
  }
}

/**
 * A handler's answer, checked against its schema by the compiler here and by Elysia when it goes out.
 * Elysia's own type over what a handler may return does not resolve while M is open, but admits a Response.
 */
export function answer<V>(_schema: TUnsafe<V>, value: NoInfer<V>) {
  return value as V & Response
}
