import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { toRows, toTensorData } from './rows.ts'

test('rows come back from the tensor as float32', () => {
  const width = 3
  const row = fc.array(fc.float({ noNaN: true }), { minLength: width, maxLength: width })
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      expect(toRows(toTensorData(rows, width), width)).toEqual(rows)
    }),
  )
})

test('a tensor is row by row', () => {
  expect([
    ...toTensorData(
      [
        [1, 2],
        [3, 4],
      ],
      2,
    ),
  ]).toEqual([1, 2, 3, 4])
})
