import { FeatureSchema, type Manifest, shapeOf } from '@sepal/ensemble'
import { ProblemError, problemResponses } from '@sepal/kit'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import type { ProxyDeps } from '../deps.ts'

const Metadata = Type.Object({
  data_type: Type.Literal('float32'),
  data_structure: Type.String({ description: 'shape of one row, as in "(1,4)"' }),
  data_sample: Type.Array(Type.Array(Type.Number())),
  prediction_type: Type.Literal('float32'),
  prediction_structure: Type.String({ description: 'shape of one classifier\'s answer, as in "(1,2)"' }),
  prediction_sample: Type.Record(Type.String(), Type.Array(Type.Number()), {
    description: 'the answers to data_sample, by `service_<name>`',
  }),
  features: Type.Array(FeatureSchema, { description: 'what the numbers of a row are, in their order' }),
})

export function metadataRoutes<const M extends Manifest>({ manifest, readiness }: ProxyDeps<M>) {
  const widths = new Set(Object.values(manifest.classifiers).map(({ classes }) => classes.length))
  return new Elysia().get(
    '/metadata',
    () => {
      const { samples } = readiness
      if (samples === undefined) throw new ProblemError('not-ready', readiness.reason)
      return {
        data_type: 'float32' as const,
        data_structure: shapeOf(manifest.features.length),
        data_sample: [[...manifest.sample]],
        prediction_type: 'float32' as const,
        prediction_structure: [...widths].map(shapeOf).join(' or '),
        prediction_sample: Object.fromEntries(
          Object.entries<number[]>(samples).map(([name, probabilities]) => [
            `service_${name}`,
            probabilities,
          ]),
        ),
        features: manifest.features,
      }
    },
    {
      response: { ...problemResponses(500, 503), 200: Metadata },
      detail: { summary: 'What the ensemble takes and gives' },
    },
  )
}
