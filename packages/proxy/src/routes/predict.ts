import {
  type ClassifierName,
  classifierNames,
  type Manifest,
  mapClassifiers,
  type PerClassifier,
  rowsSchema,
} from '@sepal/ensemble'
import { HINT, jsonBody, problemResponses, requestContext } from '@sepal/kit'
import { Elysia } from 'elysia'
import type { ProxyDeps } from '../app.ts'
import { combineStrategy, type Vote } from '../combine/strategy.ts'
import type { Call } from '../fanout/call.ts'
import { complete } from '../fanout/complete.ts'
import { fanOut } from '../fanout/fan-out.ts'
import { answer, proxySchemas } from '../schema.ts'
import type { ClassifierClient } from '../upstream/classifier-client.ts'

type Answers<M extends Manifest> = PerClassifier<M, number[][]>

export function predictRoutes<const M extends Manifest>(deps: ProxyDeps<M>) {
  const { manifest, lanes, deadlineMs, maxRows, maxBodyBytes } = deps
  const { Prediction, Predictions, Label, Labels, upstreamProblems } = proxySchemas(manifest)
  const combine = combineStrategy(manifest.combine)
  const names = classifierNames(manifest)
  const oneRow = (batchPath: string) =>
    rowsSchema(manifest, 1, { [HINT]: `send several rows to ${batchPath}` })
  const Rows = rowsSchema(manifest, maxRows)

  /** Asks every classifier within the deadline; ends with a problem unless all of them answer. */
  const answers = async (
    { requestId, request }: { requestId: string; request: Request },
    ask: (classifier: ClassifierClient, call: Call) => ReturnType<ClassifierClient['predict']>,
  ): Promise<Answers<M>> => {
    const call = { requestId, signal: AbortSignal.any([request.signal, AbortSignal.timeout(deadlineMs)]) }
    return complete(manifest, await fanOut(manifest, lanes, (classifier) => ask(classifier, call)))
  }
  const single = (all: Answers<M>) =>
    answer(
      Prediction,
      mapClassifiers(manifest, (name) => ({ prediction: all[name][0] ?? [] })),
    )
  const decide = (all: Answers<M>, row: number) => {
    const vote = (name: ClassifierName<M>): Vote<ClassifierName<M>> => ({
      name,
      proba: all[name][row]?.[0] ?? 0,
    })
    return combine(names.map(vote))
  }

  const asked = { ...problemResponses(500), ...upstreamProblems }
  const sent = { ...problemResponses(400, 413, 415, 422), ...asked }
  return new Elysia()
    .onParse(jsonBody(maxBodyBytes))
    .use(requestContext)
    .get(
      '/predict/get/test',
      async ({ requestId, request }) =>
        single(await answers({ requestId, request }, (classifier, call) => classifier.predictTest(call))),
      {
        response: { ...asked, 200: Prediction },
        detail: { summary: "Every classifier's answer to the sample, through its GET /predict/test" },
      },
    )
    .get(
      '/predict/post/test',
      async ({ requestId, request }) =>
        single(
          await answers({ requestId, request }, (classifier, call) =>
            classifier.predict([[...manifest.sample]], call),
          ),
        ),
      {
        response: { ...asked, 200: Prediction },
        detail: { summary: "Every classifier's answer to the sample, through its POST /predict" },
      },
    )
    .post(
      '/predict',
      async ({ body, requestId, request }) =>
        single(
          await answers({ requestId, request }, (classifier, call) => classifier.predict(body.data, call)),
        ),
      {
        body: oneRow('/predict/batch'),
        response: { ...sent, 200: Prediction },
        detail: { summary: "Every classifier's answer to one row" },
      },
    )
    .post(
      '/predict/label',
      async ({ body, requestId, request }) => {
        const all = await answers({ requestId, request }, (classifier, call) =>
          classifier.predict(body.data, call),
        )
        return answer(Label, { prediction: decide(all, 0) })
      },
      {
        body: oneRow('/predict/label/batch'),
        response: { ...sent, 200: Label },
        detail: { summary: 'The label of one row' },
      },
    )
    .post(
      '/predict/batch',
      async ({ body, requestId, request }) => {
        const all = await answers({ requestId, request }, (classifier, call) =>
          classifier.predict(body.data, call),
        )
        return answer(
          Predictions,
          mapClassifiers(manifest, (name) => ({ prediction: all[name] })),
        )
      },
      {
        body: Rows,
        response: { ...sent, 200: Predictions },
        detail: { summary: "Every classifier's answer to many rows" },
      },
    )
    .post(
      '/predict/label/batch',
      async ({ body, requestId, request }) => {
        const all = await answers({ requestId, request }, (classifier, call) =>
          classifier.predict(body.data, call),
        )
        return answer(Labels, { prediction: body.data.map((_, row) => decide(all, row)) })
      },
      { body: Rows, response: { ...sent, 200: Labels }, detail: { summary: 'The labels of many rows' } },
    )
}
