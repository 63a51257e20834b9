import {
  type AnswerOf,
  type ClassifierName,
  combinationOf,
  type DecisionOf,
  type DecisionRoute,
  type Manifest,
  outputOf,
  STACK,
  type VoterName,
} from '@sepal/ensemble'
import { MEDIA_TYPES, named, SCHEMA_NAME } from '@sepal/server'
import { type TProperties, type TSchema, Type } from '@sinclair/typebox'
import {
  completenessProperties,
  decisionSchema,
  FailedEntry,
  nameSchema,
  type PartialDecision,
} from './answer-parts.ts'
import { ndjson, sse } from './stream-format.ts'

/** A classifier's answer as it settles. */
type PredictionEvent<M extends Manifest> = {
  [N in ClassifierName<M>]: {
    event: 'prediction'
    data: { classifier: N; prediction: AnswerOf<M['classifiers'][N]>; ms: number }
  }
}[ClassifierName<M>]
type DecisionEvent<M extends Manifest, Route> = Route extends string
  ? {
      event: Route
      data:
        | (PartialDecision<M> & { leaveOneOut?: LeaveOneOut<M> })
        | (Route extends 'decision' ? FailedDecision : never)
    }
  : never

/** The name of a stack's final model; never where there is none. */
type FinalName<M extends Manifest> = M['combine'] extends { stack: object } ? 'stack' : never

/** The module that decides failed. */
type FailedDecision = { error: { code: 'decision-failed'; detail: string } }
const FailedDecision = Type.Object({
  error: Type.Object({ code: Type.Literal('decision-failed'), detail: Type.String() }),
})

/** What the decision would be without each classifier that answered; null where the others are too few. */
export type LeaveOneOut<M extends Manifest> = { [N in VoterName<M>]?: DecisionOf<M> | null }

/**
 * The events of a stream: one `prediction` or `error` per classifier as it settles, then the decision (`label`,
 * `value` or `decision`) when enough have answered, then `done`. `ms` is the time since the request came.
 */
export type StreamEvent<M extends Manifest> =
  | PredictionEvent<M>
  | { event: 'error'; data: { classifier: ClassifierName<M> | FinalName<M>; ms: number } & FailedEntry }
  | DecisionEvent<M, DecisionRoute<M>>
  | { event: 'done'; data: { ms: number } }

/** The schema of a stream's events; the type is that of the stream itself, as an Eden client has it. */
export function streamEventsSchema<const M extends Manifest>(manifest: M) {
  const combination = combinationOf(manifest)
  const classifier = nameSchema(manifest)
  const ms = Type.Number({ description: 'time since the request came, in ms' })
  const event = (kind: string, data: TProperties) => {
    const whole = named(`${capitalized(kind)}EventData`, Type.Object(data))
    return named(
      `${capitalized(kind)}Event`,
      Type.Object({
        event: Type.Literal(kind),
        data: kind === 'decision' ? Type.Union([whole, FailedDecision]) : whole,
      }),
    )
  }
  const decision = combination.route && [
    event(combination.route, {
      prediction: decisionSchema<M>(combination),
      ...completenessProperties(manifest),
      ...(!combination.columns && {
        leaveOneOut: Type.Optional(
          Type.Record(Type.String(), Type.Union([decisionSchema<M>(combination), Type.Null()]), {
            description:
              'with `leaveOneOut=true`: the decision without each classifier that answered, null where the others are too few',
          }),
        ),
      }),
    }),
  ]
  return Type.Unsafe<AsyncGenerator<StreamEvent<M>, void, unknown>>(
    Type.Union(
      [
        event('prediction', { classifier, prediction: anyAnswer(manifest), ms }),
        event('error', {
          classifier: combination.columns ? Type.Union([classifier, Type.Literal(STACK)]) : classifier,
          ...FailedEntry.properties,
          ms,
        }),
        ...(decision ?? []),
        event('done', { ms }),
      ],
      {
        description: 'a stream of events: each classifier as it lands, then the decision, then the end',
        discriminator: { propertyName: 'event' },
        [SCHEMA_NAME]: 'StreamEvent',
        [MEDIA_TYPES]: [sse.mediaType, ndjson.mediaType],
      },
    ),
  )
}

/** The answer of any of the classifiers to one row. */
function anyAnswer(manifest: Manifest): TSchema {
  const kinds = new Map(
    Object.values(manifest.classifiers).map((entry) => {
      const { answerSchema, tag } = outputOf(entry)
      return [tag, answerSchema]
    }),
  )
  const description = 'answer of this classifier'
  const schemas = [...kinds.values()].map(({ minItems: _, maxItems: _max, ...schema }): TSchema => schema)
  const [only] = schemas
  return only && schemas.length === 1 ? { ...only, description } : Type.Union(schemas, { description })
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
