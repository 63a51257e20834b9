import {
  byClassifier,
  type ClassifierName,
  classifierNames,
  type Manifest,
  rowsSchema,
} from '@sepal/ensemble'
import { HINT, jsonBody, problemResponses, requestContext } from '@sepal/kit'
import { Elysia } from 'elysia'
import { combineStrategy } from '../combine/strategy.ts'
import type { ProxyDeps } from '../deps.ts'
import { complete } from '../fanout/complete.ts'
import type { Outcomes } from '../fanout/fan-out.ts'
import { firstOf, type Probabilities, rowOf, rowsOf } from '../fanout/probabilities.ts'
import { answer, proxySchemas } from '../schema.ts'
import { arrayPieces, longAnswer, ROWS_A_TURN } from './long-answer.ts'
import { timeoutOf } from './timeout.ts'

export function predictRoutes<const M extends Manifest>(deps: ProxyDeps<M>) {
  const { manifest, upstreams, timeouts, maxRows, maxBodyBytes, maxBatchBytes, now } = deps
  const { Prediction, Predictions, Label, Labels, upstreamProblems } = proxySchemas(manifest)
  const combine = combineStrategy(manifest.combine)
  const names = classifierNames(manifest)
  const oneRow = (batchPath: string) =>
    rowsSchema(manifest, 1, { [HINT]: `send several rows to ${batchPath}` })
  const Rows = rowsSchema(manifest, maxRows)

  /** Asks every classifier within the time that there is. */
  const ask = (rows: readonly (readonly number[])[], requestId: string, request: Request) =>
    upstreams.fanOut.ask({ rows, requestId, deadline: now() + timeoutOf(request, timeouts) }, request)
  const askTest = (requestId: string, request: Request) => {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutOf(request, timeouts))])
    return upstreams.askEach((classifier) => classifier.predictTest({ requestId, signal }))
  }

  const one = (outcomes: Outcomes<Probabilities>) =>
    answer(
      Prediction,
      byClassifier<M, { prediction: number[] }>(
        complete(names, outcomes).map(([name, found]) => [name, { prediction: rowOf(found, 0) }]),
      ),
    )
  const many = (outcomes: Outcomes<Probabilities>, rows: readonly unknown[]) => {
    const answers = complete(names, outcomes)
    if (rows.length > ROWS_A_TURN) return longAnswer(predictionPieces(answers))
    return answer(
      Predictions,
      byClassifier<M, { prediction: number[][] }>(
        answers.map(([name, found]) => [name, { prediction: rowsOf(found) }]),
      ),
    )
  }
  const decide = (answers: readonly (readonly [ClassifierName<M>, Probabilities])[], row: number) =>
    combine(answers.map(([name, found]) => ({ name, proba: firstOf(found, row) })))
  const label = (outcomes: Outcomes<Probabilities>) =>
    answer(Label, { prediction: decide(complete(names, outcomes), 0) })
  const labels = (outcomes: Outcomes<Probabilities>, rows: readonly unknown[]) => {
    const answers = complete(names, outcomes)
    if (rows.length > ROWS_A_TURN) return longAnswer(labelPieces(rows.length, (row) => decide(answers, row)))
    return answer(Labels, { prediction: rows.map((_, row) => decide(answers, row)) })
  }

  const asked = { ...problemResponses(422, 500), ...upstreamProblems }
  const sent = { ...problemResponses(400, 413, 415), ...asked }
  const single = new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBodyBytes))
    .get('/predict/get/test', async ({ requestId, request }) => one(await askTest(requestId, request)), {
      response: { ...asked, 200: Prediction },
      detail: { summary: "Every classifier's answer to the sample, through its GET /predict/test" },
    })
    .get(
      '/predict/post/test',
      async ({ requestId, request }) => one(await ask([manifest.sample], requestId, request)),
      {
        response: { ...asked, 200: Prediction },
        detail: { summary: "Every classifier's answer to the sample, as any row is asked" },
      },
    )
    .post('/predict', async ({ body, requestId, request }) => one(await ask(body.data, requestId, request)), {
      body: oneRow('/predict/batch'),
      response: { ...sent, 200: Prediction },
      detail: { summary: "Every classifier's answer to one row" },
    })
    .post(
      '/predict/label',
      async ({ body, requestId, request }) => label(await ask(body.data, requestId, request)),
      {
        body: oneRow('/predict/label/batch'),
        response: { ...sent, 200: Label },
        detail: { summary: 'The label of one row' },
      },
    )
  const batch = new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBatchBytes))
    .post(
      '/predict/batch',
      async ({ body, requestId, request }) => many(await ask(body.data, requestId, request), body.data),
      {
        body: Rows,
        response: { ...sent, 200: Predictions },
        detail: { summary: "Every classifier's answer to many rows" },
      },
    )
    .post(
      '/predict/label/batch',
      async ({ body, requestId, request }) => labels(await ask(body.data, requestId, request), body.data),
      { body: Rows, response: { ...sent, 200: Labels }, detail: { summary: 'The labels of many rows' } },
    )
  return new Elysia().use(single).use(batch)
}

function* predictionPieces(answers: readonly (readonly [string, Probabilities])[]): Generator<string> {
  for (const [i, [name, found]] of answers.entries()) {
    yield `${i === 0 ? '{' : ','}${JSON.stringify(name)}:{"prediction":[`
    yield* arrayPieces(found.rows, (row) => rowOf(found, row))
    yield ']}'
  }
  yield '}'
}

function* labelPieces(rowCount: number, decide: (row: number) => unknown): Generator<string> {
  yield '{"prediction":['
  yield* arrayPieces(rowCount, decide)
  yield ']}'
}
