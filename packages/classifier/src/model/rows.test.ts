import { expect, test } from 'bun:test'
import { joinPredictions, joinRows, slicePrediction } from './rows.ts'

test('texts of joined rows keep their places', () => {
  const layout = { width: 2, textColumns: [1] }
  const first = { numbers: Float32Array.of(1, 0, 2, 1), texts: ['a', 'b'] }
  const second = { numbers: Float32Array.of(3, 0, 4, Number.NaN), texts: ['c'] }
  const { numbers, texts } = joinRows([first, second], layout)
  expect([...numbers]).toEqual([1, 0, 2, 1, 3, 2, 4, Number.NaN])
  expect(texts).toEqual(['a', 'b', 'c'])
  // What was joined is not changed.
  expect([...second.numbers.subarray(0, 2)]).toEqual([3, 0])
})

test('rows are float64 as soon as one of them is', () => {
  const layout = { width: 1, textColumns: [] }
  const parts = [
    { numbers: Float32Array.of(1), texts: [] },
    { numbers: Float64Array.of(0.1), texts: [] },
  ]
  expect(joinRows(parts, layout).numbers).toEqual(Float64Array.of(1, 0.1))
})

test('failed rows keep their places when answers are joined and cut', () => {
  const failed = (row: number) => [{ row, detail: 'NaN' }]
  const joined = joinPredictions(
    [
      { numbers: Float32Array.of(1, Number.NaN), failed: failed(1) },
      { numbers: Float32Array.of(Number.NaN, 2, 3), failed: failed(0) },
    ],
    1,
  )
  expect(joined.failed.map(({ row }) => row)).toEqual([1, 2])
  const cut = slicePrediction(joined, 2, 4, 1)
  expect([...cut.numbers]).toEqual([Number.NaN, 2])
  expect(cut.failed.map(({ row }) => row)).toEqual([0])
  expect(slicePrediction(joined, 3, 5, 1).failed).toEqual([])
})
