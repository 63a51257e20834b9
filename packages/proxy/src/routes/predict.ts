import {
  byClassifier,
  type ClassifierName,
  classifierNames,
  type Manifest,
  rowsSchema,
} from '@sepal/ensemble'
import { HINT, jsonBody, problemResponses, requestContext } from '@sepal/kit'
import { Elysia } from 'elysia'
import type { ProxyDeps } from '../app.ts'
import { combineStrategy } from '../combine/strategy.ts'
import { complete } from '../fanout/complete.ts'
import { firstOf, type Probabilities, rowOf, rowsOf } from '../fanout/probabilities.ts'
import { answer, proxySchemas } from '../schema.ts'

/** The part of a request that goes with its question. */
type Asker = { requestId: string; request: Request }

export function predictRoutes<const M extends Manifest>(deps: ProxyDeps<M>) {
  const { manifest, upstreams, deadlineMs, maxRows, maxBodyBytes, now } = deps
  const { Prediction, Predictions, Label, Labels, upstreamProblems } = proxySchemas(manifest)
  const combine = combineStrategy(manifest.combine)
  const names = classifierNames(manifest)
  const oneRow = (batchPath: string) =>
    rowsSchema(manifest, 1, { [HINT]: `send several rows to ${batchPath}` })
  const Rows = rowsSchema(manifest, maxRows)

  /** Every classifier's name and answer, in the manifest's order. */
  type Answers = ReturnType<typeof complete<ClassifierName<M>, Probabilities>>

  /** Asks every classifier within the deadline; ends with a problem unless all of them answer. */
  const answers = async (
    rows: readonly (readonly number[])[],
    { requestId, request }: Asker,
  ): Promise<Answers> => {
    const question = { rows, requestId, deadline: now() + deadlineMs }
    return complete(names, await upstreams.fanOut.ask(question, request))
  }
  const testAnswers = async ({ requestId, request }: Asker): Promise<Answers> => {
    const call = { requestId, signal: AbortSignal.any([request.signal, AbortSignal.timeout(deadlineMs)]) }
    return complete(names, await upstreams.askEach((classifier) => classifier.predictTest(call)))
  }
  const single = (all: Answers) =>
    answer(
      Prediction,
      byClassifier<M, { prediction: number[] }>(
        all.map(([name, found]) => [name, { prediction: rowOf(found, 0) }]),
      ),
    )
  const many = (all: Answers) =>
    answer(
      Predictions,
      byClassifier<M, { prediction: number[][] }>(
        all.map(([name, found]) => [name, { prediction: rowsOf(found) }]),
      ),
    )
  const decide = (all: Answers, row: number) =>
    combine(all.map(([name, found]) => ({ name, proba: firstOf(found, row) })))

  const asked = { ...problemResponses(500), ...upstreamProblems }
  const sent = { ...problemResponses(400, 413, 415, 422), ...asked }
  return new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBodyBytes))
    .get(
      '/predict/get/test',
      async ({ requestId, request }) => single(await testAnswers({ requestId, request })),
      {
        response: { ...asked, 200: Prediction },
        detail: { summary: "Every classifier's answer to the sample, through its GET /predict/test" },
      },
    )
    .get(
      '/predict/post/test',
      async ({ requestId, request }) => single(await answers([manifest.sample], { requestId, request })),
      {
        response: { ...asked, 200: Prediction },
        detail: { summary: "Every classifier's answer to the sample, as any row is asked" },
      },
    )
    .post(
      '/predict',
      async ({ body, requestId, request }) => single(await answers(body.data, { requestId, request })),
      {
        body: oneRow('/predict/batch'),
        response: { ...sent, 200: Prediction },
        detail: { summary: "Every classifier's answer to one row" },
      },
    )
    .post(
      '/predict/label',
      async ({ body, requestId, request }) =>
        answer(Label, { prediction: decide(await answers(body.data, { requestId, request }), 0) }),
      {
        body: oneRow('/predict/label/batch'),
        response: { ...sent, 200: Label },
        detail: { summary: 'The label of one row' },
      },
    )
    .post(
      '/predict/batch',
      async ({ body, requestId, request }) => many(await answers(body.data, { requestId, request })),
      {
        body: Rows,
        response: { ...sent, 200: Predictions },
        detail: { summary: "Every classifier's answer to many rows" },
      },
    )
    .post(
      '/predict/label/batch',
      async ({ body, requestId, request }) => {
        const all = await answers(body.data, { requestId, request })
        return answer(Labels, { prediction: body.data.map((_, row) => decide(all, row)) })
      },
      { body: Rows, response: { ...sent, 200: Labels }, detail: { summary: 'The labels of many rows' } },
    )
}
