import { type ClassifierName, type Manifest, mapClassifiers, perClassifierSchema } from '@sepal/ensemble'
import { named, problemResponses } from '@sepal/server'
import { type Static, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { answer } from '../answers/answer-schemas.ts'
import type { ProxyDeps } from '../deps.ts'
import type { ModelCard } from '../models/model-cards.ts'

const ModelSchema = named(
  'Model',
  Type.Object({
    classes: Type.Array(Type.String(), {
      description: 'what each probability stands for; the first is "it is"',
    }),
    sha256: Type.Optional(
      Type.String({ description: 'of the model that is served; missing until its classifier was seen' }),
    ),
    card: Type.Optional(
      Type.Unsafe<ModelCard>(
        Type.Object(
          {},
          {
            additionalProperties: true,
            description: 'what is in `<name>.card.json` beside the manifest, if there is one',
          },
        ),
      ),
    ),
  }),
)

/** What is known of each model, whether or not its classifier answers now. */
export function modelRoutes<const M extends Manifest>({ manifest, contractCheck, cards }: ProxyDeps<M>) {
  const Models = named(
    'Models',
    perClassifierSchema(manifest, () => ModelSchema, {
      description: 'of each classifier, its model',
    }),
  )
  const describe = (name: ClassifierName<M>): Static<typeof ModelSchema> => {
    const sha256 = contractCheck.metadataOf(name)?.model.sha256
    const card = cards.get(name)
    return {
      classes: manifest.classifiers[name]?.classes ?? [],
      ...(sha256 !== undefined && { sha256 }),
      ...(card !== undefined && { card }),
    }
  }
  return new Elysia().get('/models', () => answer(Models, mapClassifiers(manifest, describe)), {
    response: { ...problemResponses(500), 200: Models },
    detail: {
      summary: 'What the models are, and their cards',
      description:
        'Their classes, their files as their classifiers loaded them, and how they were made and tested.',
      tags: ['Ensemble'],
    },
  })
}
