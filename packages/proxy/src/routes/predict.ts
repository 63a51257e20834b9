import { classifierNames, type Manifest, rowsSchema } from '@sepal/ensemble'
import { HINT, jsonBody, named, requestContext, type Span, timeoutOf } from '@sepal/server'
import { Elysia } from 'elysia'
import { answer, proxySchemas } from '../answers/answer-schemas.ts'
import { answersOf } from '../answers/answers.ts'
import { ROWS_PER_TURN } from '../answers/array-pieces.ts'
import { keyProblems, problemResponses } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'
import { answerReport, madeOf } from './answer-report.ts'
import { answered } from './answered.ts'
import { type AskingDeps, askingOf } from './asking.ts'
import { longAnswer } from './long-answer.ts'
import { PartialQuery } from './partial.ts'

const EITHER =
  'If a classifier fails, the request fails; with `partial=true` only its own entry has the error.'

/** The routes that return every classifier's own answer. */
type PredictDeps<M extends Manifest> = AskingDeps<M> &
  Pick<ProxyDeps<M>, 'clusters' | 'maxRows' | 'maxBodyBytes' | 'maxBatchBytes' | 'onAnswered' | 'intake'>

export function predictRoutes<const M extends Manifest>(deps: PredictDeps<M>) {
  const { manifest, clusters, timeouts, maxRows, maxBodyBytes, maxBatchBytes, intake } = deps
  const { WholePrediction, Prediction, Predictions, upstreamProblems } = proxySchemas(manifest)
  const { wholeOne, one, many, manyInPieces } = answersOf(manifest)
  const { ask, isPartial, rowsIn, sample } = askingOf(deps)
  const report = answerReport(deps, classifierNames(manifest))
  const options = { [HINT]: 'send several rows to /predict/batch' }
  const OneRow = named('OneRow', rowsSchema(manifest, 1, { options }))
  const Rows = named('Rows', rowsSchema(manifest, maxRows))

  const askTest = (requestId: string, request: Request, span: Span | undefined) => {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutOf(request, timeouts))])
    return clusters.askEach((classifier) =>
      classifier.predictTest({ requestId, signal, trace: span?.context }),
    )
  }

  const asked = { ...keyProblems, ...problemResponses(500), ...upstreamProblems }
  const sent = { ...problemResponses(400, 408, 413, 415), ...asked }
  const single = new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBodyBytes, intake))
    .get(
      '/predict/get/test',
      async ({ requestId, request, span }) =>
        answer(WholePrediction, answered(wholeOne(await askTest(requestId, request, span)))),
      {
        response: { ...asked, 200: WholePrediction },
        detail: {
          summary: "Predict the sample, through each classifier's own test",
          description:
            'Calls `GET /predict/test` of each classifier, which answers the sample of the manifest.',
          tags: ['Predictions'],
        },
      },
    )
    .get(
      '/predict/post/test',
      async ({ requestId, request, span }) =>
        answer(
          WholePrediction,
          answered(
            wholeOne(await ask(clusters.fanOut, sample, { requestId, request, span, needsAll: true })),
          ),
        ),
      {
        response: { ...asked, 200: WholePrediction },
        detail: {
          summary: 'Predict the sample, like any other row',
          description: 'Sends the sample of the manifest through the batchers, as `POST /predict` does.',
          tags: ['Predictions'],
        },
      },
    )
    .post(
      '/predict',
      async ({ body, query, requestId, keyName, startedAt, request, span }) => {
        const rows = rowsIn(body)
        const needsAll = !isPartial({ query, request })
        const outcomes = await ask(clusters.fanOut, rows, { requestId, request, span, needsAll })
        const found = one(outcomes, !needsAll)
        report?.({ requestId, keyName, startedAt, route: '/predict', rows, outcomes })(madeOf(found))
        return answer(Prediction, answered(found))
      },
      {
        body: OneRow,
        query: PartialQuery,
        response: { ...sent, 200: Prediction },
        detail: {
          summary: 'Predict one row with every classifier',
          description: `For what the answers mean, see \`GET /models\`. ${EITHER}`,
          tags: ['Predictions'],
        },
      },
    )
  const batch = new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBatchBytes, intake))
    .post(
      '/predict/batch',
      async ({ body, query, requestId, keyName, startedAt, request, span }) => {
        const rows = rowsIn(body)
        const needsAll = !isPartial({ query, request })
        const outcomes = await ask(clusters.fanOut, rows, { requestId, request, span, needsAll })
        const tell = report?.({ requestId, keyName, startedAt, route: '/predict/batch', rows, outcomes })
        if (rows.rows.length > ROWS_PER_TURN) {
          const pieces = manyInPieces(outcomes, !needsAll)
          tell?.(madeOf(pieces))
          return longAnswer(answered(pieces), intake.handOver(request))
        }
        const found = many(outcomes, !needsAll)
        tell?.(madeOf(found))
        return answer(Predictions, answered(found))
      },
      {
        body: Rows,
        query: PartialQuery,
        response: { ...sent, 200: Predictions },
        detail: {
          summary: 'Predict many rows with every classifier',
          description: `Answers are in the order of the rows. ${EITHER}`,
          tags: ['Predictions'],
        },
      },
    )
  return new Elysia().use(single).use(batch)
}
