import {
  type AnswerOf,
  type ClassifierName,
  classifierNames,
  type FeatureDescription,
  FLOAT32_MAX,
  type Manifest,
  outputOf,
  type RowValue,
} from '@sepal/ensemble'
import { named } from '@sepal/server'
import { type TSchema, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { answer } from '../answers/answer-schemas.ts'
import { describeEnsemble } from '../answers/ensemble-description.ts'
import type { ProxyDeps } from '../deps.ts'
import { problemError, problemResponses } from '../problems.ts'

/** An answer of each classifier, by the name that the original gives it. */
type Samples<M extends Manifest> = {
  [N in ClassifierName<M> as `service_${N}`]: AnswerOf<M['classifiers'][N]>
}
type FeatureOf<M extends Manifest> = FeatureDescription<M['features'][keyof M['features']]>
type Metadata<M extends Manifest> = {
  /** `float32` where all features are numbers without gaps */
  data_type: [keyof M['features'][keyof M['features']]] extends ['number']
    ? [RowValue<M>] extends [number]
      ? 'float32'
      : 'mixed'
    : 'mixed'
  data_structure: string
  data_sample: RowValue<M>[][]
  /** `float32` where all answers are probabilities */
  prediction_type: [AnswerOf<M['classifiers'][ClassifierName<M>]>] extends [number[]] ? 'float32' : 'mixed'
  prediction_structure: string
  prediction_sample: Samples<M>
  features: FeatureOf<M>[]
}

/** What may be told of a feature. */
const featureProperties = {
  name: Type.String({ minLength: 1, description: 'a name of its own' }),
  kind: Type.String({ description: 'what its values are, where they are not any numbers' }),
  unit: Type.String({ description: 'what the number counts, "" for none' }),
  range: Type.Array(Type.Number({ minimum: -FLOAT32_MAX, maximum: FLOAT32_MAX }), {
    minItems: 2,
    maxItems: 2,
    description: 'observed [minimum, maximum]',
  }),
  values: Type.Array(Type.String(), { description: 'the values that there are' }),
  missing: Type.Object({}, { description: 'there if a value may be null' }),
}

/** Fields that some features have are optional, and those that none has are not there. */
function featureSchema(features: readonly object[]) {
  const properties = Object.entries<TSchema>(featureProperties).flatMap(([field, schema]) => {
    const count = features.filter((feature) => field in feature).length
    if (count === 0) return []
    return [[field, count === features.length ? schema : Type.Optional(schema)] as const]
  })
  return named('Feature', Type.Object(Object.fromEntries(properties)))
}

export function metadataRoutes<const M extends Manifest>({
  manifest,
  contractCheck,
}: Pick<ProxyDeps<M>, 'manifest' | 'contractCheck'>) {
  const { features, ...described } = describeEnsemble(manifest)
  const samplesOf = <V>(value: (name: ClassifierName<M>) => V) =>
    Object.fromEntries(classifierNames(manifest).map((name) => [`service_${name}`, value(name)]))
  const schema = Type.Object(
    {
      data_type: Type.Literal(described.data_type),
      data_structure: Type.String({ description: 'shape of one row, as in "(1,4)"' }),
      data_sample: Type.Array(Type.Array(wireValue(described.data_type))),
      prediction_type: Type.Literal(described.prediction_type),
      prediction_structure: Type.String({ description: 'shape of one classifier\'s answer, as in "(1,2)"' }),
      features: Type.Array(featureSchema(features), {
        description: 'what the values of a row are, in their order',
      }),
      prediction_sample: Type.Object(
        samplesOf((name) => outputOf(manifest.classifiers[name] ?? {}).answerSchema),
        { description: 'the answers to data_sample' },
      ),
    },
    { description: 'what goes in and comes out' },
  )
  const Metadata = named('Metadata', Type.Unsafe<Metadata<M>>(schema))
  return new Elysia().get(
    '/metadata',
    () => {
      const { samples } = contractCheck
      if (samples === undefined) throw problemError('not-ready', contractCheck.reason)
      const whole = { ...described, prediction_sample: samplesOf((name) => samples[name]), features }
      // The values are those of the manifest, whose types are open here.
      return answer(Metadata, whole as unknown as Metadata<M>)
    },
    {
      response: { ...problemResponses(500, 503), 200: Metadata },
      detail: {
        summary: 'What the ensemble takes and gives',
        description:
          'The features of a row in their order, a sample of it, and what each classifier answers to that.',
        tags: ['Ensemble'],
      },
    },
  )
}

/** A value of the sample. */
function wireValue(dataType: string): TSchema {
  if (dataType === 'float32') return Type.Number()
  return Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()])
}
