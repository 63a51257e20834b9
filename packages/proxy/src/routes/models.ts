import {
  type DescriptionOf,
  type Manifest,
  mapServed,
  OutputDescription,
  outputOf,
  perServedSchema,
  type ServedEntry,
  type ServedName,
  servedEntries,
  servedNames,
} from '@sepal/ensemble'
import { named } from '@sepal/server'
import { OptionalKind, type TSchema, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { answer } from '../answers/answer-schemas.ts'
import { keyProblems, problemResponses } from '../answers/problems.ts'
import type { ProxyDeps, Stage } from '../deps.ts'
import type { ModelCard } from '../models/model-cards.ts'
import { stageOf } from './stage.ts'

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
      repairs: Type.Optional(
        Type.Array(Type.String(), {
          description: 'what was changed in memory when the model was loaded, if anything was',
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

type Model<E> = DescriptionOf<E> & { sha256?: string; repairs?: string[]; card?: ModelCard }
type Models<M extends Manifest> = { [N in ServedName<M>]: Model<ServedEntry<M, N>> }

/** What is known of each model, whether or not its classifier is reachable. */
export function modelRoutes<const M extends Manifest>({
  manifest,
  cards,
  ...stages
}: Pick<ProxyDeps<M>, keyof Stage<M> | 'stage' | 'manifest' | 'cards'>) {
  const entries = servedEntries(manifest)
  const descriptionOf = (name: ServedName<M>) => outputOf(entries[name] ?? {}).description
  const Model = modelSchema(servedNames(manifest).map(descriptionOf))
  const Models = named(
    'Models',
    Type.Unsafe<Models<M>>(
      perServedSchema(manifest, () => Model, { description: 'the model of each classifier' }),
    ),
  )
  const describe = (name: ServedName<M>) => {
    const { sha256, repairs } = stageOf(stages, name).contractCheck.metadataOf(name)?.model ?? {}
    const card = cards.get(name)
    return {
      ...descriptionOf(name),
      ...(sha256 !== undefined && { sha256 }),
      ...(repairs !== undefined && { repairs }),
      ...(card !== undefined && { card }),
    }
  }
  // The description comes from the classifier's entry, whose type is open here.
  const described = () => mapServed(manifest, describe) as unknown as Models<M>
  return new Elysia().get('/models', () => answer(Models, described()), {
    response: { ...keyProblems, ...problemResponses(500), 200: Models },
    detail: {
      summary: 'The models and their model cards',
      description:
        'Outputs, SHA-256 of the loaded file, repairs, and the card: how the model was trained and tested.',
      tags: ['Ensemble'],
    },
  })
}
