import {
  type ClassifierName,
  classifierNames,
  type DescriptionOf,
  type Manifest,
  mapClassifiers,
  OutputDescription,
  outputOf,
  perClassifierSchema,
} from '@sepal/ensemble'
import { named } from '@sepal/server'
import { OptionalKind, type TSchema, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { answer } from '../answers/answer-schemas.ts'
import { problemResponses } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'
import type { ModelCard } from '../models/model-cards.ts'

/** The description of a model; fields that all models have are required. */
function modelSchema(descriptions: readonly OutputDescription[]) {
  const described = Object.entries<TSchema>(OutputDescription.properties).flatMap(([field, schema]) => {
    const count = descriptions.filter((description) => field in description).length
    if (count === 0) return []
    // These are optional in their own schema.
    return [
      [field, count === descriptions.length ? { ...schema, [OptionalKind]: undefined } : schema] as const,
    ]
  })
  return named(
    'Model',
    Type.Object({
      ...Object.fromEntries(described),
      sha256: Type.Optional(
        Type.String({
          description:
            'SHA-256 of the model file that is served; absent until its classifier has been reached',
        }),
      ),
      card: Type.Optional(
        Type.Object(
          {},
          {
            additionalProperties: true,
            description: 'contents of `<name>.card.json` beside the manifest, if it exists',
          },
        ),
      ),
    }),
  )
}

type Model<E> = DescriptionOf<E> & { sha256?: string; card?: ModelCard }
type Models<M extends Manifest> = { [N in ClassifierName<M>]: Model<M['classifiers'][N]> }

/** What is known of each model, whether or not its classifier is reachable. */
export function modelRoutes<const M extends Manifest>({
  manifest,
  contractCheck,
  cards,
}: Pick<ProxyDeps<M>, 'manifest' | 'contractCheck' | 'cards'>) {
  const descriptionOf = (name: ClassifierName<M>) => outputOf(manifest.classifiers[name] ?? {}).description
  const Model = modelSchema(classifierNames(manifest).map(descriptionOf))
  const Models = named(
    'Models',
    Type.Unsafe<Models<M>>(
      perClassifierSchema(manifest, () => Model, { description: 'the model of each classifier' }),
    ),
  )
  const describe = (name: ClassifierName<M>) => {
    const sha256 = contractCheck.metadataOf(name)?.model.sha256
    const card = cards.get(name)
    return {
      ...descriptionOf(name),
      ...(sha256 !== undefined && { sha256 }),
      ...(card !== undefined && { card }),
    }
  }
  // The description comes from the classifier's entry, whose type is open here.
  const described = () => mapClassifiers(manifest, describe) as unknown as Models<M>
  return new Elysia().get('/models', () => answer(Models, described()), {
    response: { ...problemResponses(500), 200: Models },
    detail: {
      summary: 'The models and their model cards',
      description: 'Outputs, SHA-256 of the loaded file, and the card: how the model was trained and tested.',
      tags: ['Ensemble'],
    },
  })
}
