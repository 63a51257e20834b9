import type { createClient } from '@sepal/client'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { Address } from './address.ts'
import type { Rows } from './scorer.ts'

/** The last part of the path of a decision's routes, and a decision as it may look. */
export type DecisionRoute = { name: string; example: unknown }

/** What is needed of the proxy's OpenAPI document. */
const Document = Type.Object({ paths: Type.Record(Type.String(), Type.Unknown()) })
const Batch = Type.Object({
  post: Type.Object({
    responses: Type.Object({
      200: Type.Object({
        content: Type.Object({
          'application/json': Type.Object({
            examples: Type.Object({
              example: Type.Object({ value: Type.Object({ prediction: Type.Array(Type.Unknown()) }) }),
            }),
          }),
        }),
      }),
    }),
  }),
})

/** `/predict/batch` is no decision. */
const DECISIONS = /^\/predict\/([^/]+)\/batch$/

/** For a proxy whose document cannot be read, as behind a gateway that passes predictions alone. */
const USUAL: DecisionRoute = { name: 'label', example: { label: '', proba: 0 } }

/** Where an ensemble's decisions are; nothing where nothing is decided. */
export async function findDecisionRoute(
  { url, headers }: Address,
  signal: AbortSignal,
): Promise<DecisionRoute | undefined> {
  const answer = await fetch(`${url.replace(/\/+$/, '')}/docs/json`, { headers, signal }).catch(
    () => undefined,
  )
  const document: unknown = answer?.ok ? await answer.json().catch(() => undefined) : undefined
  if (!Value.Check(Document, document)) return USUAL
  for (const [path, described] of Object.entries(document.paths)) {
    const name = DECISIONS.exec(path)?.[1]
    if (name === undefined) continue
    if (!Value.Check(Batch, described)) return { ...USUAL, name }
    const [example] =
      described.post.responses[200].content['application/json'].examples.example.value.prediction
    return { name, example }
  }
  return undefined
}

type Client = ReturnType<typeof createClient>
type LabelBatch = Client['predict']['label']['batch']['post']

/** Asks for the decisions on rows, in their order. */
export function decisionsBy(client: Client, route: string) {
  // The client takes any path when it runs; its types know that of this repository's ensemble.
  const routes = client.predict as unknown as Record<string, { batch: { post: LabelBatch } } | undefined>
  const post = (routes[route] ?? client.predict.label).batch.post
  return (rows: Rows, signal: AbortSignal) => post({ data: asNumbers(rows) }, { signal })
}

/** The client's types are of an ensemble of numbers; a row has what the proxy says that it takes. */
export const asNumbers = (rows: Rows) => rows as readonly (readonly number[])[]
