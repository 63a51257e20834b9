import type { ClassifierName, Manifest } from '@sepal/ensemble'
import { MEDIA_TYPES, named, SCHEMA_NAME } from '@sepal/server'
import { type TProperties, Type } from '@sinclair/typebox'
import type { Decision } from '../combine/vote.ts'
import {
  type Completeness,
  completenessProperties,
  decisionSchema,
  FailedEntry,
  nameSchema,
} from './answer-parts.ts'
import { ndjson, sse } from './stream-format.ts'

/**
 * What a stream of answers is made of: one `prediction` or `error` for each classifier as it lands, then the `label`
 * when enough have answered, then `done`. `ms` is the time since the request came.
 */
export type StreamEvent<N extends string> =
  | { event: 'prediction'; data: { classifier: N; prediction: number[]; ms: number } }
  | { event: 'error'; data: { classifier: N; ms: number } & FailedEntry }
  | { event: 'label'; data: { prediction: Decision<N> } & Completeness<N> }
  | { event: 'done'; data: { ms: number } }

/** The schema of a stream's events; the type is that of the stream itself, as an Eden client has it. */
export function streamEventsSchema<const M extends Manifest>(manifest: M) {
  const classifier = nameSchema(manifest)
  const ms = Type.Number({ description: 'time since the request came, in ms' })
  const event = (kind: StreamEvent<string>['event'], data: TProperties) =>
    named(
      `${capitalized(kind)}Event`,
      Type.Object({
        event: Type.Literal(kind),
        data: named(`${capitalized(kind)}EventData`, Type.Object(data)),
      }),
    )
  const probabilities = Type.Array(Type.Number({ minimum: 0, maximum: 1 }), {
    description: 'probabilities of the classes of this classifier',
  })
  return Type.Unsafe<AsyncGenerator<StreamEvent<ClassifierName<M>>, void, unknown>>(
    Type.Union(
      [
        event('prediction', { classifier, prediction: probabilities, ms }),
        event('error', { classifier, ...FailedEntry.properties, ms }),
        event('label', { prediction: decisionSchema(manifest), ...completenessProperties(manifest) }),
        event('done', { ms }),
      ],
      {
        description: 'a stream of events: each classifier as it lands, then the label, then the end',
        discriminator: { propertyName: 'event' },
        [SCHEMA_NAME]: 'StreamEvent',
        [MEDIA_TYPES]: [sse.mediaType, ndjson.mediaType],
      },
    ),
  )
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
