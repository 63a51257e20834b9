import { type TProperties, type TSchema, Type } from '@sinclair/typebox'
import type { Decision } from './combine/vote.ts'
import type { Completeness, FailedEntry } from './schema.ts'

/**
 * What a stream of answers is made of: one `prediction` or `error` for each classifier as it lands, then the `label`
 * when enough have answered, then `done`. `ms` is the time since the request came.
 */
export type StreamEvent<N extends string> =
  | { event: 'prediction'; data: { classifier: N; prediction: number[]; ms: number } }
  | { event: 'error'; data: { classifier: N; ms: number } & FailedEntry }
  | { event: 'label'; data: { prediction: Decision<N> } & Completeness<N> }
  | { event: 'done'; data: { ms: number } }

type Parts = {
  name: TSchema
  Failed: TSchema & { properties: TProperties }
  DecisionSchema: TSchema
  completeness: TProperties
}

/** The schema of a stream's events; the type is that of the stream itself, as an Eden client has it. */
export function streamEventsSchema<N extends string>({ name, Failed, DecisionSchema, completeness }: Parts) {
  const ms = Type.Number({ description: 'time since the request came, in ms' })
  const event = (kind: string, data: TProperties) =>
    Type.Object({ event: Type.Literal(kind), data: Type.Object(data) })
  const probabilities = Type.Array(Type.Number({ minimum: 0, maximum: 1 }), {
    description: 'probabilities of the classes of this classifier',
  })
  return Type.Unsafe<AsyncGenerator<StreamEvent<N>, void, unknown>>(
    Type.Union(
      [
        event('prediction', { classifier: name, prediction: probabilities, ms }),
        event('error', { classifier: name, ...Failed.properties, ms }),
        event('label', { prediction: DecisionSchema, ...completeness }),
        event('done', { ms }),
      ],
      { description: 'a stream of events: each classifier as it lands, then the label, then the end' },
    ),
  )
}
