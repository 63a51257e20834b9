import {
  type AnswerOf,
  type ClassifierName,
  classifierNames,
  type FeatureDescription,
  FLOAT32_MAX,
  type Manifest,
  outputOf,
  type RowValue,
  STACK,
} from '@sepal/ensemble'
import { named } from '@sepal/server'
import { type TSchema, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { answer } from '../answers/answer-schemas.ts'
import { describeEnsemble, describeFinalModel } from '../answers/ensemble-description.ts'
import { keyProblems, problemError, problemResponses } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'
import type { ContractCheck } from '../upstream/contract-check.ts'

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
} & (M['combine'] extends { stack: infer E } ? { stack: FinalModel<E> } : unknown)

/** The final model of a stack, which takes other rows than the ensemble does. */
type FinalModel<E> = {
  takes: string[]
  missing: Record<string, number>
  data_sample: number[][]
  prediction_sample: AnswerOf<E>
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
  stage,
}: Pick<ProxyDeps<M>, 'manifest' | 'contractCheck' | 'stage'>) {
  const { features, ...described } = describeEnsemble(manifest)
  const byService = <V>(value: (name: ClassifierName<M>) => V) =>
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
        byService((name) => outputOf(manifest.classifiers[name] ?? {}).answerSchema),
        { description: 'answers to data_sample' },
      ),
      ...finalModelSchema(manifest),
    },
    { description: 'inputs and outputs of the ensemble' },
  )
  const Metadata = named('Metadata', Type.Unsafe<Metadata<M>>(schema))
  return new Elysia().get(
    '/metadata',
    () => {
      const samples = samplesOf(contractCheck)
      const final = stage && describeFinalModel(manifest, samplesOf(stage.contractCheck)[STACK])
      const whole = {
        ...described,
        prediction_sample: byService((name) => samples[name]),
        features,
        ...(final && { [STACK]: final }),
      }
      // The values come from the manifest, whose type is open here.
      return answer(Metadata, whole as unknown as Metadata<M>)
    },
    {
      response: { ...keyProblems, ...problemResponses(500, 503), 200: Metadata },
      detail: {
        summary: 'Inputs and outputs of the ensemble',
        description:
          'The features in the order of a row, a sample row, and the answer of each classifier to it. For a stack also the columns that its final model takes.',
        tags: ['Ensemble'],
      },
    },
  )
}

/** The answers to the sample, once there are all of them. */
function samplesOf<M extends Manifest>(check: ContractCheck<M>) {
  if (check.samples === undefined) throw problemError('not-ready', check.reason)
  return check.samples
}

/** The schema of `stack`, for an ensemble that has one. */
function finalModelSchema({ combine }: Manifest) {
  if (combine.stack === undefined) return {}
  const properties = {
    takes: Type.Array(Type.String(), { description: 'its columns, in its order' }),
    missing: Type.Object(
      {},
      {
        additionalProperties: Type.Number(),
        description: 'what stands in for a column in a partial answer, by column',
      },
    ),
    data_sample: Type.Array(Type.Array(Type.Number()), { description: 'a plausible row of its columns' }),
    prediction_sample: outputOf(combine.stack).answerSchema,
  }
  const description = 'the final model, which takes the answers of the classifiers'
  return { [STACK]: named('FinalModel', Type.Object(properties, { description })) }
}

/** One value of the sample. */
function wireValue(dataType: string): TSchema {
  if (dataType === 'float32') return Type.Number()
  return Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()])
}
