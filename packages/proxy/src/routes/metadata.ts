import { type ClassifierName, classifierNames, FeatureSchema, type Manifest, shapeOf } from '@sepal/ensemble'
import { named, ProblemError, problemResponses } from '@sepal/server'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import type { ProxyDeps } from '../deps.ts'

/** An answer of each classifier, by the name that the original gives it. */
type Samples<M extends Manifest> = { [N in ClassifierName<M> as `service_${N}`]: number[] }

const described = {
  data_type: Type.Literal('float32'),
  data_structure: Type.String({ description: 'shape of one row, as in "(1,4)"' }),
  data_sample: Type.Array(Type.Array(Type.Number())),
  prediction_type: Type.Literal('float32'),
  prediction_structure: Type.String({ description: 'shape of one classifier\'s answer, as in "(1,2)"' }),
  features: Type.Array(named('Feature', FeatureSchema), {
    description: 'what the numbers of a row are, in their order',
  }),
}

export function metadataRoutes<const M extends Manifest>({ manifest, contractCheck }: ProxyDeps<M>) {
  const names = classifierNames(manifest)
  const samplesOf = <V>(value: (name: ClassifierName<M>) => V) =>
    Object.fromEntries(names.map((name) => [`service_${name}`, value(name)]))
  const samplesSchema = Type.Unsafe<Samples<M>>(
    Type.Object(
      samplesOf(() => Type.Array(Type.Number())),
      { description: 'the answers to data_sample' },
    ),
  )
  const Metadata = named(
    'Metadata',
    Type.Object(
      { ...described, prediction_sample: samplesSchema },
      { description: 'what goes in and comes out' },
    ),
  )
  const widths = new Set(Object.values(manifest.classifiers).map(({ classes }) => classes.length))
  return new Elysia().get(
    '/metadata',
    () => {
      const { samples } = contractCheck
      if (samples === undefined) throw new ProblemError('not-ready', contractCheck.reason)
      return {
        data_type: 'float32' as const,
        data_structure: shapeOf(manifest.features.length),
        data_sample: [[...manifest.sample]],
        prediction_type: 'float32' as const,
        prediction_structure: [...widths].map(shapeOf).join(' or '),
        // The keys are those of the type, which fromEntries forgets.
        prediction_sample: samplesOf((name) => samples[name]) as Samples<M>,
        features: manifest.features,
      }
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
