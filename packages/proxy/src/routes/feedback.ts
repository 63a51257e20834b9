import { combinationOf, type DecisionOf, type DecisionRoute, type Manifest } from '@sepal/ensemble'
import { jsonBody, named, requestContext } from '@sepal/server'
import { type TSchema, Type, TypeGuard } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { answer } from '../answers/answer-schemas.ts'
import { feedbackProblem501, keyProblems, problemError, problemResponses } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'

/** What can be right for a row: one of the labels that are decided, a number where a value is, else any of these. */
export type Truth<M extends Manifest> = [DecisionRoute<M>] extends ['label']
  ? LabelIn<DecisionOf<M>>
  : [DecisionRoute<M>] extends ['value']
    ? number
    : string | number | boolean
export type LabelIn<D> = D extends { label: infer L extends string } ? L : string

/** What a caller sends. */
export type FeedbackBody<M extends Manifest> = {
  feedback: { request: string; row?: number; truth: Truth<M> }[]
}

const MAX_AT_ONCE = 10_000

function truthSchema(manifest: Manifest): TSchema {
  const { route, decisionSchema } = combinationOf(manifest)
  const description = 'what turned out to be right'
  if (route === 'value') return Type.Number({ description })
  const label = TypeGuard.IsObject(decisionSchema) ? decisionSchema.properties.label : undefined
  if (route === 'label' && label !== undefined) return label
  return Type.Union([Type.String(), Type.Number(), Type.Boolean()], { description })
}

function bodySchema<const M extends Manifest>(manifest: M) {
  const one = Type.Object(
    {
      request: Type.String({
        pattern: '^[A-Za-z0-9_.:-]{1,64}$',
        description: 'the ID of the request that had the row, from the `x-request-id` of its answer',
      }),
      row: Type.Optional(
        Type.Integer({ minimum: 0, description: 'which of its rows, counted from 0; default: 0' }),
      ),
      truth: truthSchema(manifest),
    },
    { additionalProperties: false },
  )
  return Type.Unsafe<FeedbackBody<M>>(
    Type.Object(
      { feedback: Type.Array(one, { minItems: 1, maxItems: MAX_AT_ONCE, description: 'one for each row' }) },
      { additionalProperties: false },
    ),
  )
}

const Recorded = named(
  'Recorded',
  Type.Object(
    { recorded: Type.Integer({ description: 'how many go into the log; rows outside its sample do not' }) },
    { description: 'it was taken' },
  ),
)

/** Takes what turned out to be right, for the decision log. */
export function feedbackRoutes<const M extends Manifest>({
  manifest,
  decisionLog,
  maxBodyBytes,
  intake,
}: Pick<ProxyDeps<M>, 'manifest' | 'decisionLog' | 'maxBodyBytes' | 'intake'>) {
  return new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBodyBytes, intake))
    .post(
      '/feedback',
      ({ body: { feedback }, keyName }) => {
        if (decisionLog === undefined) {
          throw problemError('feedback-off', 'there is no decision log, which DECISION_LOG would switch on')
        }
        const recorded = decisionLog.addFeedback(feedback, keyName || undefined)
        if (recorded !== undefined) return answer(Recorded, { recorded })
        throw problemError('overloaded', 'the decision log is not written as fast as records come')
      },
      {
        body: named('FeedbackBody', bodySchema(manifest)),
        response: {
          ...keyProblems,
          ...problemResponses(400, 408, 413, 415, 422, 500, 503),
          501: feedbackProblem501,
          200: Recorded,
        },
        detail: {
          summary: 'Say what was right for rows answered before',
          description:
            'Adds it to the decision log, where `sepal report` compares it with what was answered. Needs `DECISION_LOG`.',
          tags: ['Predictions'],
        },
      },
    )
}
