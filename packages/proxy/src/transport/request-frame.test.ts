import { expect, test } from 'bun:test'
import type { Manifest } from '@sepal/ensemble'
import { Asked, batchOf } from '../../test/asked.ts'
import { expectedOf } from './expected-answer.ts'
import { localRequest } from './request-frame.ts'

const manifest: Manifest = {
  name: 'tickets',
  features: { title: { text: {} }, age: { number: {} }, note: { text: { missing: {} } } },
  sample: { title: 'a', age: 1, note: null },
  classifiers: {
    whole: { model: 'm.onnx', port: 8000, value: {} },
    part: { model: 'm.onnx', port: 8001, features: ['note', 'age'], value: {} },
  },
  combine: { mean: {} },
}

test.each([
  ['whole', ['p', 'q', 's', 't'], [0, 5, Number.NaN, 1, 6, 2, 3, 7, Number.NaN]],
  ['part', ['s'], [Number.NaN, 5, 0, 6, Number.NaN, 7]],
])(
  'a call to %s has the texts of its own features, in the order in which the rows of all callers index them',
  (name, texts, numbers) => {
    const first = new Asked([[0, 5, Number.NaN]], { texts: ['p'] })
    const second = new Asked(
      [
        [1, 6, 0],
        [3, 7, Number.NaN],
      ],
      { texts: ['s', 'q', 'unused', 't'] },
    )
    const request = localRequest(batchOf(first, second), { id: 1, timeoutMs: 10 }, expectedOf(manifest, name))
    expect(request.request.texts).toEqual(texts)
    expect([...request.numbers]).toEqual(numbers)
  },
)

test('a call has the trace that it is part of, and no word of one otherwise', () => {
  const headOf = (trace: object) =>
    localRequest(
      batchOf(new Asked([[0, 5, 0]], { texts: ['p'] })),
      { id: 1, timeoutMs: 10, ...trace },
      expectedOf(manifest, 'whole'),
    ).request
  const trace = { traceparent: `00-${'a'.repeat(32)}-${'c'.repeat(16)}-01`, tracestate: 'vendor=1' }
  expect(headOf(trace)).toMatchObject(trace)
  expect(Object.keys(headOf({})).filter((key) => key in trace)).toEqual([])
})
