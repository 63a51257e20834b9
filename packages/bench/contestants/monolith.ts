import '@sepal/server/production'
import { openClassifier } from '@sepal/classifier/model'
import { byClassifier, classifierNames, type Manifest, type RowsBody, rowsSchema } from '@sepal/ensemble'
import { Elysia } from 'elysia'
import { ensemble, maxRows } from './environment.ts'
import { predictionSchemas } from './prediction-schema.ts'
import { serve } from './serve.ts'

// The other extreme: all models in one process, each request run by itself. It batches nothing and logs nothing.

const manifest = await ensemble()
const { Prediction, Predictions } = predictionSchemas(manifest)
const names = classifierNames(manifest)
const opened = await Promise.all(
  names.map((name) => openClassifier(process.env.MODEL_DIR ?? '', manifest, name)),
)

/** Each classifier's answers to the rows. */
function predictions(body: RowsBody<Manifest>) {
  return Promise.all(
    opened.map(async ({ codec, model, output }, i): Promise<[string, unknown[]]> => {
      const { rows, texts } = 'data' in body ? codec.encode(body.data) : codec.encodeNamed(body.rows)
      const { numbers } = await model.predict({ numbers: Float32Array.from(rows.flat()), texts })
      return [names[i] ?? '', rows.map((_, row) => output.answerOf(numbers, row * output.width))]
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
