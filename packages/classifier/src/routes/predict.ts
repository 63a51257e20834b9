import type { Manifest } from '@sepal/ensemble'
import { type Answer as RowAnswer, type RowsBody, rowsFault, rowsSchema, sampleRow } from '@sepal/ensemble'
import { jsonBody, requestContext, type Span, timeoutOf } from '@sepal/server'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import type { ClassifierDeps } from '../deps.ts'
import type { Prediction, Rows } from '../model/rows.ts'
import { problemError, problemResponses } from '../problems.ts'
import type { PredictOptions } from '../queue/inference-queue.ts'
import { queueProblem } from '../queue/queue-problem.ts'

/** The caller decides how long an answer is worth computing. */
const ANY_TIME = { defaultMs: Number.POSITIVE_INFINITY, maxMs: Number.POSITIVE_INFINITY }

type Asked = { request: Request; span: Span | undefined }

export function predictRoutes(deps: ClassifierDeps) {
  const { name, manifest, codec, output, queue, maxRows, maxBodyBytes, intake } = deps
  const features = codec.features.map((feature) => feature.name)
  const Answer = Type.Object({
    classifier: Type.String({ description: 'who answers' }),
    prediction: Type.Array(Type.Unsafe<RowAnswer>(output.answerSchema), { description: 'one answer a row' }),
  })
  const answer = async (body: RowsBody<Manifest>, { request, span }: Asked) => {
    const startedAt = performance.now()
    const timeoutMs = timeoutOf(request, ANY_TIME)
    const isWanted = () => !request.signal.aborted && performance.now() - startedAt < timeoutMs
    const rows = rowsOf(body, deps)
    const prediction = await predict(rows, { isWanted, span })
    refuseFailed(prediction, 'data' in body ? 'data' : 'rows')
    return {
      classifier: name,
      prediction: answersOf(prediction, rows.numbers.length / features.length, deps),
    }
  }
  const predict = async (rows: Rows, options: PredictOptions) => {
    try {
      return await queue.predict(rows, options)
    } catch (error) {
      const expected = queueProblem(error)
      throw expected ? problemError(expected.code, expected.detail, { cause: error }) : error
    }
  }
  return new Elysia()
    .use(requestContext)
    .onParse(jsonBody(maxBodyBytes, intake))
    .get('/predict/test', (context) => answer({ data: [sampleRow(manifest, features)] }, context), {
      response: { ...problemResponses(401, 422, 500, 503, 504), 200: Answer },
      detail: { summary: "The answer to the manifest's sample" },
    })
    .post('/predict', (context) => answer(context.body, context), {
      body: rowsSchema(manifest, maxRows, { features }),
      response: { ...problemResponses(400, 401, 408, 413, 415, 422, 500, 503, 504), 200: Answer },
      detail: { summary: 'Answers to one or more rows' },
    })
}

function rowsOf(body: RowsBody<Manifest>, { codec, takesFloat32 }: ClassifierDeps): Rows {
  const fault = rowsFault(body)
  if (fault) throw problemError('invalid-request', fault)
  const { rows, texts } = 'data' in body ? codec.encode(body.data) : codec.encodeNamed(body.rows)
  const length = rows.length * codec.features.length
  const numbers = takesFloat32 ? new Float32Array(length) : new Float64Array(length)
  for (const [i, row] of rows.entries()) numbers.set(row, i * codec.features.length)
  return { numbers, texts }
}

function refuseFailed({ failed }: Prediction, field: string) {
  const [first, ...others] = failed
  if (first === undefined) return
  const more = others.length > 0 ? `; ${others.length} more of these rows cannot be answered either` : ''
  throw problemError('unanswerable-row', `${field}[${first.row}]: ${first.detail}${more}`)
}

function answersOf({ numbers }: Prediction, rows: number, { output }: ClassifierDeps) {
  return Array.from({ length: rows }, (_, row) => output.answerOf(numbers, row * output.width))
}
