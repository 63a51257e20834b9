import { describe, expect, test } from 'bun:test'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import type { Static } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { FLOAT32_MAX } from './float32.ts'
import { labelSchema, perClassifierSchema, probabilitiesSchema, rowsSchema, shapeOf } from './wire.ts'

const Answers = perClassifierSchema(iris, () => probabilitiesSchema(['it is', 'it is not']))
const Label = labelSchema(iris)

checkTypes<
  [
    Expect<Equal<Static<typeof Label>, 'setosa' | 'virginica' | 'versicolor'>>,
    Expect<Equal<Static<typeof Answers>, { setosa: number[]; virginica: number[]; versicolor: number[] }>>,
  ]
>()

describe('rowsSchema', () => {
  const Rows = rowsSchema(iris, 2)
  const row = [5.1, 3.5, 1.4, 0.2]

  test.each([
    [[row], true],
    [[row, row], true],
    [[], false],
    [[row, row, row], false],
    [[row.slice(1)], false],
    [[[...row, 1]], false],
    [[[5.1, 3.5, 1.4, Number.NaN]], false],
    [[[5.1, 3.5, 1.4, Number.POSITIVE_INFINITY]], false],
    [[[5.1, 3.5, 1.4, FLOAT32_MAX]], true],
    [[[5.1, 3.5, 1.4, -FLOAT32_MAX]], true],
    [[[5.1, 3.5, 1.4, 1e39]], false],
    [[[5.1, 3.5, 1.4, '0.2']], false],
    [[[5.1, 3.5, 1.4, null]], false],
  ])('%j: %p', (data, fits) => {
    expect(Value.Check(Rows, { data })).toBe(fits)
  })

  test('knows its own example', () => {
    for (const example of Rows.examples) expect(Value.Check(Rows, example)).toBe(true)
  })

  test('takes nothing beside the rows', () => {
    expect(Value.Check(Rows, { data: [row], rows: 1 })).toBe(false)
  })

  test('FLOAT32_MAX is the last number that float32 does not turn into infinity', () => {
    expect(Math.fround(FLOAT32_MAX)).toBe(FLOAT32_MAX)
    expect(Math.fround(FLOAT32_MAX * (1 + 2 ** -24))).toBe(Number.POSITIVE_INFINITY)
  })
})

test('probabilities are as many as the classes, each in [0, 1]', () => {
  const Three = probabilitiesSchema(['a', 'b', 'c'])
  const fits = (value: unknown) => Value.Check(Three, value)
  expect(
    [
      [0, 1, 0.5],
      [1, 1, 1],
    ].every(fits),
  ).toBe(true)
  expect(
    [
      [0, 1],
      [0, 1, 0, 0],
      [0, 1, 1.1],
      [0, 1, -0.1],
      [0, 1, Number.NaN],
    ].some(fits),
  ).toBe(false)
})

test('a label is one of the manifest’s names', () => {
  expect(Value.Check(Label, 'setosa')).toBe(true)
  expect(Value.Check(Label, 'rose')).toBe(false)
})

test('answers have every name', () => {
  const one = { setosa: [1, 0], virginica: [0, 1], versicolor: [0, 1] }
  expect(Value.Check(Answers, one)).toBe(true)
  expect(Value.Check(Answers, { ...one, setosa: undefined })).toBe(false)
})

test('shapeOf writes a shape as the original does', () => {
  expect(shapeOf(4)).toBe('(1,4)')
})
