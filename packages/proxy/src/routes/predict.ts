import { type Manifest, rowsSchema } from '@sepal/ensemble'
import { HINT, jsonBody, named, problemResponses, requestContext, timeoutOf } from '@sepal/server'
import { Elysia } from 'elysia'
import { answer, proxySchemas } from '../answers/answer-schemas.ts'
import { answersOf } from '../answers/answers.ts'
import type { ProxyDeps } from '../deps.ts'
import { ROWS_A_TURN } from './long-answer.ts'
import { PartialQuery } from './partial.ts'

const EITHER =
  'When a classifier fails, so does the request; with `partial=true` only its own entry does, and tells why.'
const DECIDED =
  'When a classifier fails, so does the request; with `partial=true` the others decide, if at least `QUORUM` answered.'

/** Who asks, and whether an answer without every classifier's is none. */
type Asking = { requestId: string; request: Request; needsAll: boolean }

export function predictRoutes<const M extends Manifest>(deps: ProxyDeps<M>) {
  const { manifest, clusters, timeouts, partial: usual, maxRows, maxBodyBytes, maxBatchBytes, now } = deps
  const { WholePrediction, Prediction, Predictions, Label, Labels, upstreamProblems } = proxySchemas(manifest)
  const { wholeOne, one, many, manyInPieces, label, labels, labelsInPieces } = answersOf(
    manifest,
    usual.quorum,
  )
  const oneRow = (batchPath: string) =>
    named('OneRow', rowsSchema(manifest, 1, { [HINT]: `send several rows to ${batchPath}` }))
  const Rows = named('Rows', rowsSchema(manifest, maxRows))

  /** Asks every classifier within the time that there is. */
  const ask = (rows: readonly (readonly number[])[], { requestId, request, needsAll }: Asking) =>
    clusters.fanOut.ask(
      { rows, requestId, deadline: now() + timeoutOf(request, timeouts) },
      { caller: request, needsAll },
    )
  const askTest = (requestId: string, request: Request) => {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutOf(request, timeouts))])
    return clusters.askEach((classifier) => classifier.predictTest({ requestId, signal }))
  }
  const isPartial = (query: PartialQuery) => query.partial ?? usual.isDefault

  const asked = { ...problemResponses(422, 500), ...upstreamProblems }
  const sent = { ...problemResponses(400, 413, 415), ...asked }
  const single = new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBodyBytes))
    .get(
      '/predict/get/test',
      async ({ requestId, request }) => answer(WholePrediction, wholeOne(await askTest(requestId, request))),
      {
        response: { ...asked, 200: WholePrediction },
        detail: {
          summary: "Every classifier's answer to the sample, through its own test",
          description: 'The sample of the manifest, which each classifier knows: `GET /predict/test`.',
          tags: ['Predictions'],
        },
      },
    )
    .get(
      '/predict/post/test',
      async ({ requestId, request }) =>
        answer(
          WholePrediction,
          wholeOne(await ask([manifest.sample], { requestId, request, needsAll: true })),
        ),
      {
        response: { ...asked, 200: WholePrediction },
        detail: {
          summary: "Every classifier's answer to the sample, as any row is asked",
          description: 'The sample of the manifest, on the way that every row takes.',
          tags: ['Predictions'],
        },
      },
    )
    .post(
      '/predict',
      async ({ body, query, requestId, request }) =>
        answer(
          Prediction,
          one(await ask(body.data, { requestId, request, needsAll: !isPartial(query) }), isPartial(query)),
        ),
      {
        body: oneRow('/predict/batch'),
        query: PartialQuery,
        response: { ...sent, 200: Prediction },
        detail: {
          summary: "Every classifier's answer to one row",
          description: `The first probability is that of the classifier's own class. ${EITHER}`,
          tags: ['Predictions'],
        },
      },
    )
    .post(
      '/predict/label',
      async ({ body, query, requestId, request }) =>
        answer(
          Label,
          label(await ask(body.data, { requestId, request, needsAll: !isPartial(query) }), isPartial(query)),
        ),
      {
        body: oneRow('/predict/label/batch'),
        query: PartialQuery,
        response: { ...sent, 200: Label },
        detail: {
          summary: 'The label of one row',
          description: `The classifier that is surest, and how sure it is. ${DECIDED}`,
          tags: ['Predictions'],
        },
      },
    )
  const batch = new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBatchBytes))
    .post(
      '/predict/batch',
      async ({ body, query, requestId, request }) => {
        const outcomes = await ask(body.data, { requestId, request, needsAll: !isPartial(query) })
        if (body.data.length > ROWS_A_TURN) return manyInPieces(outcomes, isPartial(query))
        return answer(Predictions, many(outcomes, isPartial(query)))
      },
      {
        body: Rows,
        query: PartialQuery,
        response: { ...sent, 200: Predictions },
        detail: {
          summary: "Every classifier's answer to many rows",
          description: `The answers are in the order of the rows. ${EITHER}`,
          tags: ['Predictions'],
        },
      },
    )
    .post(
      '/predict/label/batch',
      async ({ body, query, requestId, request }) => {
        const outcomes = await ask(body.data, { requestId, request, needsAll: !isPartial(query) })
        const rowCount = body.data.length
        if (rowCount > ROWS_A_TURN) return labelsInPieces(outcomes, isPartial(query), rowCount)
        return answer(Labels, labels(outcomes, isPartial(query), rowCount))
      },
      {
        body: Rows,
        query: PartialQuery,
        response: { ...sent, 200: Labels },
        detail: {
          summary: 'The labels of many rows',
          description: `The labels are in the order of the rows. ${DECIDED}`,
          tags: ['Predictions'],
        },
      },
    )
  return new Elysia().use(single).use(batch)
}
