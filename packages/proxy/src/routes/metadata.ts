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
import { problemError, problemResponses } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'

/** Each classifier's answer to the sample, under the key that the wire has for it. */
type Samples<M extends Manifest> = {
  [N in ClassifierName<M> as `service_${N}`]: AnswerOf<M['classifiers'][N]>
}
type FeatureOf<M extends Manifest> = FeatureDescription<M['features'][keyof M['features']]>
type Metadata<M extends Manifest> = {
  /** `float32` if all features are numbers without gaps */
  data_type: [keyof M['features'][keyof M['features']]] extends ['number']
    ? [RowValue<M>] extends [number]
      ? 'float32'
      : 'mixed'
    : 'mixed'
  data_structure: string
  data_sample: RowValue<M>[][]
  /** `float32` if all answers are probabilities */
  prediction_type: [AnswerOf<M['classifiers'][ClassifierName<M>]>] extends [number[]] ? 'float32' : 'mixed'
  prediction_structure: string
  prediction_sample: Samples<M>
  features: FeatureOf<M>[]
}

/** Everything a feature's description may have. */
const featureProperties = {
  name: Type.String({ minLength: 1, description: 'unique name' }),
  kind: Type.String({ description: 'kind of values; absent for plain numbers' }),
  unit: Type.String({ description: 'unit of the number, "" for none' }),
  range: Type.Array(Type.Number({ minimum: -FLOAT32_MAX, maximum: FLOAT32_MAX }), {
    minItems: 2,
    maxItems: 2,
    description: 'observed [minimum, maximum]',
  }),
  values: Type.Array(Type.String(), { description: 'allowed values' }),
  missing: Type.Object({}, { description: 'present if the value may be null' }),
}

/** Fields that only some features have are optional; those that none has are left out. */
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
        description: 'the features, in the order of a row',
      }),
      prediction_sample: Type.Object(
        samplesOf((name) => outputOf(manifest.classifiers[name] ?? {}).answerSchema),
        { description: 'answers to data_sample' },
      ),
    },
    { description: 'inputs and outputs of the ensemble' },
  )
  const Metadata = named('Metadata', Type.Unsafe<Metadata<M>>(schema))
  return new Elysia().get(
    '/metadata',
    () => {
      const { samples } = contractCheck
      if (samples === undefined) throw problemError('not-ready', contractCheck.reason)
      const whole = { ...described, prediction_sample: samplesOf((name) => samples[name]), features }
      // The values come from the manifest, whose type is open here.
      return answer(Metadata, whole as unknown as Metadata<M>)
    },
    {
      response: { ...problemResponses(500, 503), 200: Metadata },
      detail: {
        summary: 'Inputs and outputs of the ensemble',
        description:
          'The features in the order of a row, a sample row, and the answer of each classifier to it.',
        tags: ['Ensemble'],
      },
    },
  )
}

/** One value of the sample. */
function wireValue(dataType: string): TSchema {
  if (dataType === 'float32') return Type.Number()
  return Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()])
}
