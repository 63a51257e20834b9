import '@sepal/server/production'
import { treaty } from '@elysiajs/eden'
import type { Classifier } from '@sepal/classifier'
import { byClassifier, type Manifest, type RowsBody, rowsSchema } from '@sepal/ensemble'
import { Elysia } from 'elysia'
import { ensemble, maxRows, serviceAddresses } from './environment.ts'
import { predictionSchemas } from './prediction-schema.ts'
import { serve } from './serve.ts'

// The first thing one would write with the same parts: an Eden call for every classifier and request. It logs nothing.

const manifest = await ensemble()
const { Prediction, Predictions } = predictionSchemas(manifest)
const classifiers = Object.entries(serviceAddresses(manifest)).map(
  ([name, address]) => [name, treaty<Classifier>(`http://${address}`, { parseDate: false })] as const,
)

/** Each classifier's answers to the rows. */
function predictions(body: RowsBody<Manifest>) {
  return Promise.all(
    classifiers.map(async ([name, classifier]): Promise<[string, unknown[]]> => {
      const { data: answer, error } = await classifier.predict.post(body)
      if (error) throw error
      return [name, answer.prediction]
    }),
  )
}

serve(
  new Elysia({ normalize: false })
    .post(
      '/predict',
      async ({ body }) => {
        const answers = await predictions(body)
        return byClassifier(answers.map(([name, [first]]) => [name, { prediction: first }]))
      },
      { body: rowsSchema(manifest, 1), response: { 200: Prediction } },
    )
    .post(
      '/predict/batch',
      async ({ body }) => {
        const answers = await predictions(body)
        return byClassifier(answers.map(([name, prediction]) => [name, { prediction }]))
      },
      { body: rowsSchema(manifest, maxRows), response: { 200: Predictions } },
    ),
)
