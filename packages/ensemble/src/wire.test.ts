import { describe, expect, test } from 'bun:test'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import churn from '../test/churn.json' with { type: 'json' }
import type { FeatureValue } from './features/feature.ts'
import type { RowValue } from './manifest.ts'
import { FLOAT32_MAX } from './numbers.ts'
import type { NamedRow } from './rows.ts'
import { classifierNameSchema, perClassifierSchema, rowsFault, rowsSchema, shapeOf } from './wire.ts'

const Answers = perClassifierSchema(iris, () => Type.Array(Type.Number()))
const Name = classifierNameSchema(iris)

checkTypes<
  [
    Expect<Equal<Static<typeof Name>, 'setosa' | 'virginica' | 'versicolor'>>,
    Expect<Equal<Static<typeof Answers>, { setosa: number[]; virginica: number[]; versicolor: number[] }>>,
    Expect<Equal<RowValue<typeof iris>, number>>,
    Expect<Equal<FeatureValue<(typeof churn)['features']['plan']>, 'basic' | 'pro' | 'team' | null>>,
    Expect<
      Equal<
        NamedRow<typeof churn>,
        {
          age: number
          member: boolean
          income?: number | null
          plan?: 'basic' | 'pro' | 'team' | null
          note?: string | null
        }
      >
    >,
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

  test.each([
    [{}, true],
    [{ age: 44.5 }, false],
    [{ age: '44' }, false],
    [{ age: null }, false],
    [{ age: 2 ** 53 }, false],
    [{ income: null }, true],
    [{ income: undefined }, true],
    [{ plan: 'gold' }, false],
    [{ plan: null }, true],
    [{ member: 1 }, false],
    [{ note: null }, true],
    [{ note: 7 }, false],
    [{ colour: 'red' }, false],
  ])('a row of five kinds with %j: %p', (change, fits) => {
    const named: Record<string, unknown> = { ...churn.sample, ...change }
    const Mixed = rowsSchema(churn, 2)
    expect(Value.Check(Mixed, { rows: [named] })).toBe(fits)
    if ('colour' in change) return
    const data = [Object.keys(churn.features).map((name) => named[name] ?? null)]
    expect(Value.Check(Mixed, { data })).toBe(fits)
  })

  test('takes some of the features, in the order that is given', () => {
    const Some = rowsSchema(churn, 1, { features: ['plan', 'age'] })
    expect(Value.Check(Some, { data: [['pro', 44]] })).toBe(true)
    expect(Value.Check(Some, { data: [[44, 'pro']] })).toBe(false)
  })

  test.each([Rows, rowsSchema(churn, 1)])('fits its own examples', (schema) => {
    for (const example of schema.examples) {
      expect(Value.Check(schema, example)).toBe(true)
      expect(rowsFault(example)).toBeUndefined()
    }
  })

  test('takes nothing beside the rows', () => {
    expect(Value.Check(Rows, { data: [row], more: 1 })).toBe(false)
  })

  test('leaves it to rowsFault that there must be one of data and rows', () => {
    expect(rowsFault({})).toBe('data is missing')
    expect(rowsFault({ data: [row], rows: [] })).toBe('there are data and rows, expected one of them')
    expect(rowsFault({ rows: [] })).toBeUndefined()
  })

  test('FLOAT32_MAX is the last number that float32 does not turn into infinity', () => {
    expect(Math.fround(FLOAT32_MAX)).toBe(FLOAT32_MAX)
    expect(Math.fround(FLOAT32_MAX * (1 + 2 ** -24))).toBe(Number.POSITIVE_INFINITY)
  })
})

test('a classifier name is one of the manifest’s', () => {
  expect(Value.Check(Name, 'setosa')).toBe(true)
  expect(Value.Check(Name, 'rose')).toBe(false)
})

test('answers have every name', () => {
  const one = { setosa: [1, 0], virginica: [0, 1], versicolor: [0, 1] }
  expect(Value.Check(Answers, one)).toBe(true)
  expect(Value.Check(Answers, { ...one, setosa: undefined })).toBe(false)
})

test('shapeOf writes a shape as the original does', () => {
  expect(shapeOf(4)).toBe('(1,4)')
})
