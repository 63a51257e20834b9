import '@sepal/server/production'
import { mapClassifiers, outputOf, rowsSchema } from '@sepal/ensemble'
import { Elysia } from 'elysia'
import { ensemble, maxRows } from './environment.ts'
import { predictionSchemas } from './prediction-schema.ts'
import { serve } from './serve.ts'

// The limit: it takes and returns what the proxy does, checks both, and calls no classifier.

const manifest = await ensemble()
const { Prediction, Predictions } = predictionSchemas(manifest)
/** The same probability for every class. */
const row = (name: string) => {
  const length = outputOf(manifest.classifiers[name] ?? {}).width
  return Array<number>(length).fill(1 / length)
}
const single = mapClassifiers(manifest, (name) => ({ prediction: row(name) }))
const rows = mapClassifiers(manifest, row)

serve(
  new Elysia({ normalize: false })
    .post('/predict', () => single, { body: rowsSchema(manifest, 1), response: { 200: Prediction } })
    .post(
      '/predict/batch',
      ({ body }) => {
        const { length } = 'data' in body ? body.data : body.rows
        return mapClassifiers(manifest, (name) => ({ prediction: Array(length).fill(rows[name]) }))
      },
      { body: rowsSchema(manifest, maxRows), response: { 200: Predictions } },
    ),
)
