import {
  type ClassifierName,
  labelSchema,
  type Manifest,
  perClassifierSchema,
  probabilitiesSchema,
} from '@sepal/ensemble'
import { problemSchema } from '@sepal/kit'
import { type TUnsafe, Type } from '@sinclair/typebox'
import type { Decision } from './combine/vote.ts'
import { failureKinds } from './fanout/outcome.ts'

/** The proxy's own schemas, typed by the names of a manifest's classifiers. */
export function proxySchemas<const M extends Manifest>(manifest: M) {
  const probabilities = (name: ClassifierName<M>) =>
    probabilitiesSchema(manifest.classifiers[name]?.classes ?? [])
  const DecisionSchema = Type.Object({
    proba: Type.Number({ minimum: 0, maximum: 1 }),
    label: labelSchema(manifest),
  })
  const classifiers = perClassifierSchema(manifest, () =>
    Type.Object({
      outcome: Type.Union([Type.Literal('ok'), ...failureKinds.map((kind) => Type.Literal(kind))]),
      detail: Type.Optional(Type.String()),
    }),
  )
  const upstream = <const S extends 502 | 503 | 504>(status: S) =>
    Type.Object(
      { ...problemSchema(status).properties, classifiers: Type.Optional(classifiers) },
      { description: problemSchema(status).description ?? '' },
    )
  return {
    /** `{ name: { prediction: [K] } }` */
    Prediction: perClassifierSchema(manifest, (name) => Type.Object({ prediction: probabilities(name) })),
    /** `{ name: { prediction: [N, K] } }` */
    Predictions: perClassifierSchema(manifest, (name) =>
      Type.Object({ prediction: Type.Array(probabilities(name)) }),
    ),
    Label: Type.Unsafe<{ prediction: Decision<ClassifierName<M>> }>(
      Type.Object({ prediction: DecisionSchema }),
    ),
    Labels: Type.Unsafe<{ prediction: Decision<ClassifierName<M>>[] }>(
      Type.Object({ prediction: Type.Array(DecisionSchema) }),
    ),
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
