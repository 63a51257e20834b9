import '@sepal/server/production'
import { openClassifier } from '@sepal/classifier/model'
import { rowsSchema } from '@sepal/ensemble'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { ensemble, maxRows } from './environment.ts'
import { serve } from './serve.ts'

// The model of MODE behind one route, without batching, log, ids or metrics: what the leanest fan-out calls.

const { MODE = '', MODEL_DIR = '' } = process.env
const manifest = await ensemble()
const { codec, model, output } = await openClassifier(MODEL_DIR, manifest, MODE)

serve(
  new Elysia({ normalize: false }).post(
    '/predict',
    async ({ body }) => {
      const { rows, texts } = 'data' in body ? codec.encode(body.data) : codec.encodeNamed(body.rows)
      const { numbers } = await model.predict({ numbers: Float32Array.from(rows.flat()), texts })
      return { prediction: rows.map((_, row) => output.answerOf(numbers, row * output.width)) }
    },
    {
      body: rowsSchema(manifest, maxRows),
      response: { 200: Type.Object({ prediction: Type.Array(output.answerSchema) }) },
    },
  ),
)
