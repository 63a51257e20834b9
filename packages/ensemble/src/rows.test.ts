import { describe, expect, test } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import churn from '../test/churn.json' with { type: 'json' }
import { classifierFeatures, RowCodec, sampleRow } from './rows.ts'
import { rowsSchema } from './wire.ts'

describe('a row of five kinds', () => {
  const codec = new RowCodec(churn)
  const row = [44, null, 'pro', true, 'cancel']

  test('becomes numbers', () => {
    expect(codec.encode([row, [18, 3.5, 'basic', false, null], [18, 1, null, false, 'stay']])).toEqual({
      rows: [
        [44, Number.NaN, 1, 1, 0],
        [18, 3.5, 0, 0, Number.NaN],
        [18, 1, Number.NaN, 0, 1],
      ],
      texts: ['cancel', 'stay'],
    })
  })

  test('is the same by name, and a gap may be left out', () => {
    const named = { member: true, note: 'cancel', plan: 'pro', age: 44 }
    expect(codec.encodeNamed([named])).toEqual(codec.encode([row]))
  })

  test('comes back as it was', () => {
    const { rows, texts } = codec.encode([row])
    expect(rows.map((numbers) => codec.decode(numbers, texts))).toEqual([row])
  })

  test('is of some features in the order of the list', () => {
    const some = new RowCodec(churn, ['note', 'plan'])
    expect(some.encode([['late', 'team']])).toEqual({ rows: [[0, 2]], texts: ['late'] })
    expect(sampleRow(churn, ['note', 'plan'])).toEqual(['cancel', 'pro'])
  })
})

test('rows of numbers are not copied', () => {
  const data = [[5.1, 3.5, 1.4, 0.2]]
  const codec = new RowCodec(iris)
  expect(codec.isPlain).toBe(true)
  expect(codec.encode(data).rows).toBe(data)
})

test('float32 does not hold whole numbers', () => {
  expect(new RowCodec(churn).fitsFloat32).toBe(false)
  expect(new RowCodec(churn, ['income', 'plan', 'note']).fitsFloat32).toBe(true)
})

test('a classifier takes all features unless it says which', () => {
  expect(classifierFeatures(churn, 'forest')).toEqual(Object.keys(churn.features))
  expect(classifierFeatures(churn, 'boosted')).toEqual(['age', 'income', 'plan'])
})

test('a text with a NUL character is refused, which a model would read only up to it', () => {
  const manifest = { ...churn, features: { note: { text: {} } }, sample: { note: 'x' } }
  const schema = rowsSchema(manifest, 1)
  expect(Value.Check(schema, { data: [['angry\0']] })).toBe(false)
  expect(Value.Check(schema, { data: [['angry']] })).toBe(true)
})
