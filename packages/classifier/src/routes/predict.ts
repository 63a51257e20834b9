import { probabilitiesSchema, rowsSchema } from '@sepal/ensemble'
import { ProblemError, problemResponses } from '@sepal/kit'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import type { ClassifierDeps } from '../app.ts'
import { toRows, toTensorData } from '../rows.ts'
import { InferenceQueue, QueueFullError } from '../schedule/inference-queue.ts'

export function predictRoutes({ name, manifest, entry, model, maxRows, maxQueue }: ClassifierDeps) {
  const queue = new InferenceQueue(model, maxQueue)
  const Answer = Type.Object({
    classifier: Type.String({ description: 'who answers' }),
    prediction: Type.Array(probabilitiesSchema(entry.classes), { description: '[N, K] float32' }),
  })
  const answer = async (rows: number[][]) => {
    try {
      const prediction = await queue.predict(toTensorData(rows, manifest.features.length))
      return { classifier: name, prediction: toRows(prediction, entry.classes.length) }
    } catch (error) {
      if (error instanceof QueueFullError)
        throw new ProblemError('overloaded', error.message, { cause: error })
      throw error
    }
  }
  return new Elysia()
    .get('/predict/test', () => answer([[...manifest.sample]]), {
      response: { ...problemResponses(500, 503), 200: Answer },
      detail: { summary: "The answer to the manifest's sample" },
    })
    .post('/predict', ({ body }) => answer(body.data), {
      body: rowsSchema(manifest, maxRows),
      response: { ...problemResponses(400, 413, 415, 422, 500, 503), 200: Answer },
      detail: { summary: 'Probabilities for one to many rows' },
    })
}
