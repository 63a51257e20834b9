import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { Contestant } from './contestant.ts'
import { type ExpectedAnswers, wrongProxyAnswer } from './expected-answers.ts'
import type { ServerProcess } from './server-process.ts'

/** An answer of the Open Inference Protocol: a tensor of each classifier, its numbers in a row. */
const Answer = Type.Object({
  outputs: Type.Array(
    Type.Object({
      name: Type.String(),
      shape: Type.Tuple([Type.Integer(), Type.Integer()]),
      data: Type.Array(Type.Number()),
    }),
  ),
})

/** A server that speaks the Open Inference Protocol (`/v2`) and serves the ensemble as `sepal`. */
export function tritonContestant(server: ServerProcess, expected: ExpectedAnswers): Contestant {
  const path = '/v2/models/sepal/infer'
  return {
    name: server.name,
    url: server.url,
    batchPath: path,
    requestOf(rows, numbers) {
      const asked = numbers.map((number) => rows[number] ?? [])
      const shape = [asked.length, asked[0]?.length]
      const body = { inputs: [{ name: 'rows', datatype: 'FP32', shape, data: asked.flat() }] }
      return { path, body: JSON.stringify(body) }
    },
    wrongAnswer(numbers, answer) {
      if (!Value.Check(Answer, answer)) return 'not an answer of the Open Inference Protocol'
      const predictions = answer.outputs.map(({ name, shape: [length, width], data }) => [
        name,
        { prediction: Array.from({ length }, (_, row) => data.slice(row * width, (row + 1) * width)) },
      ])
      return wrongProxyAnswer(expected, numbers, Object.fromEntries(predictions))
    },
    processes: () => server.processes(),
  }
}
