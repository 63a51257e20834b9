import {
  type Answer,
  classifierFeatures,
  type EncodedRows,
  type Manifest,
  outputOf,
  RowCodec,
  type RowsBody,
  rowsFault,
  rowsSchema,
  sampleRow,
} from '@sepal/ensemble'
import { jsonBody, ProblemError, problemResponses, timeoutOf } from '@sepal/server'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import type { ClassifierDeps } from '../deps.ts'
import { toTensorData } from '../rows.ts'
import { queueProblem } from '../schedule/queue-problem.ts'

/** It is the caller's to say how long an answer is worth computing. */
const ANY_TIME = { defaultMs: Number.POSITIVE_INFINITY, maxMs: Number.POSITIVE_INFINITY }

export function predictRoutes({ name, manifest, entry, queue, maxRows, maxBodyBytes }: ClassifierDeps) {
  const output = outputOf(entry)
  const features = classifierFeatures(manifest, name)
  const codec = new RowCodec(manifest, features)
  const Answer = Type.Object({
    classifier: Type.String({ description: 'who answers' }),
    prediction: Type.Unsafe<Answer[]>(Type.Array(output.answerSchema, { description: 'one for each row' })),
  })
  const answer = async ({ rows }: EncodedRows, request: Request) => {
    const startedAt = performance.now()
    const timeoutMs = timeoutOf(request, ANY_TIME)
    const isWanted = () => !request.signal.aborted && performance.now() - startedAt < timeoutMs
    try {
      const data = toTensorData(rows, features.length)
      const prediction = await queue.predict(data, isWanted)
      return {
        classifier: name,
        prediction: rows.map((_, row) => output.answerOf(prediction, row * output.width)),
      }
    } catch (error) {
      const expected = queueProblem(error)
      throw expected ? new ProblemError(expected.code, expected.detail, { cause: error }) : error
    }
  }
  return new Elysia()
    .onParse(jsonBody(maxBodyBytes))
    .get('/predict/test', ({ request }) => answer(codec.encode([sampleRow(manifest, features)]), request), {
      response: { ...problemResponses(422, 500, 503, 504), 200: Answer },
      detail: { summary: "The answer to the manifest's sample" },
    })
    .post('/predict', ({ body, request }) => answer(rowsIn(body, codec), request), {
      body: rowsSchema(manifest, maxRows, { features }),
      response: { ...problemResponses(400, 413, 415, 422, 500, 503, 504), 200: Answer },
      detail: { summary: 'Answers to one to many rows' },
    })
}

function rowsIn(body: RowsBody<Manifest>, codec: RowCodec): EncodedRows {
  const fault = rowsFault(body)
  if (fault !== undefined) throw new ProblemError('invalid-request', fault)
  return 'data' in body ? codec.encode(body.data) : codec.encodeNamed(body.rows)
}
