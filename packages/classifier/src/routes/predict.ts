import { probabilitiesSchema, rowsSchema } from '@sepal/ensemble'
import { jsonBody, ProblemError, problemResponses, timeoutOf } from '@sepal/server'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import type { ClassifierDeps } from '../deps.ts'
import { toRows, toTensorData } from '../rows.ts'
import { queueProblem } from '../schedule/queue-problem.ts'

/** It is the caller's to say how long an answer is worth computing. */
const ANY_TIME = { defaultMs: Number.POSITIVE_INFINITY, maxMs: Number.POSITIVE_INFINITY }

export function predictRoutes({ name, manifest, entry, queue, maxRows, maxBodyBytes }: ClassifierDeps) {
  const Answer = Type.Object({
    classifier: Type.String({ description: 'who answers' }),
    prediction: Type.Array(probabilitiesSchema(entry.classes), { description: '[N, K] float32' }),
  })
  const answer = async (rows: number[][], request: Request) => {
    const startedAt = performance.now()
    const timeoutMs = timeoutOf(request, ANY_TIME)
    const isWanted = () => !request.signal.aborted && performance.now() - startedAt < timeoutMs
    try {
      const data = toTensorData(rows, manifest.features.length)
      const prediction = await queue.predict(data, isWanted)
      return { classifier: name, prediction: toRows(prediction, entry.classes.length) }
    } catch (error) {
      const expected = queueProblem(error)
      throw expected ? new ProblemError(expected.code, expected.detail, { cause: error }) : error
    }
  }
  return new Elysia()
    .onParse(jsonBody(maxBodyBytes))
    .get('/predict/test', ({ request }) => answer([[...manifest.sample]], request), {
      response: { ...problemResponses(422, 500, 503, 504), 200: Answer },
      detail: { summary: "The answer to the manifest's sample" },
    })
    .post('/predict', ({ body, request }) => answer(body.data, request), {
      body: rowsSchema(manifest, maxRows),
      response: { ...problemResponses(400, 413, 415, 422, 500, 503, 504), 200: Answer },
      detail: { summary: 'Probabilities for one to many rows' },
    })
}
