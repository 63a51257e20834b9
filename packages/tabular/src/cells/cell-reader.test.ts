import { describe, expect, test } from 'bun:test'
import type { Feature } from '../feature.ts'
import { CellReader } from './cell-reader.ts'

const reader = (feature: Omit<Feature, 'name'>) => new CellReader({ name: 'x', ...feature })
const plan = { kind: 'category', values: ['basic', 'pro plus', '1', 'NA'] } as const

describe('a cell is read by its kind', () => {
  test.each([
    ['number', {}, ' 5.1 ', 5.1],
    ['number', {}, '5,1', undefined],
    ['integer', {}, '44', 44],
    ['integer', {}, ' -44.0 ', -44],
    ['integer', {}, '44.5', undefined],
    ['integer', {}, '4e3', undefined],
    ['integer', {}, '9007199254740993', undefined],
    ['boolean', {}, 'TRUE', true],
    ['boolean', {}, ' yes', true],
    ['boolean', {}, '1', true],
    ['boolean', {}, 'False', false],
    ['boolean', {}, '0.0', false],
    ['boolean', {}, 'no', false],
    ['boolean', {}, '2', undefined],
    ['boolean', {}, 't', undefined],
    ['category', plan, 'pro plus', 'pro plus'],
    ['category', plan, ' basic ', 'basic'],
    ['category', plan, '1', '1'],
    ['category', plan, 'NA', 'NA'],
    ['category', plan, 'Basic', undefined],
    ['text', {}, ' as it is ', ' as it is '],
    ['text', {}, '', ''],
    ['text', {}, 'NA', 'NA'],
  ] as const)('%s %j: %j is %j', (kind, feature, text, value) => {
    expect(reader({ kind, ...feature }).ofText(text)).toBe(value)
  })
})

describe('a gap', () => {
  test.each(['number', 'integer', 'boolean', 'category'] as const)(
    'is none where %s must be there',
    (kind) => {
      for (const text of ['', ' ', 'NA', 'NaN']) expect(reader({ kind }).ofText(text)).toBeUndefined()
      expect(reader({ kind }).ofJson(null)).toBeUndefined()
    },
  )

  test.each(['number', 'integer', 'boolean', 'category'] as const)(
    'is null where %s may be missing',
    (kind) => {
      const gappy = reader({ kind, missing: {} })
      for (const text of ['', ' ', 'NA', 'NaN', 'null', 'None', '#N/A']) expect(gappy.ofText(text)).toBeNull()
      expect([gappy.ofJson(null), gappy.ofJson(undefined)]).toEqual([null, null])
      expect(gappy.ofText('gone')).toBeUndefined()
    },
  )

  test('is an empty text and no word, and no value of a category', () => {
    expect(reader({ kind: 'text', missing: {} }).ofText('')).toBeNull()
    expect(reader({ kind: 'text', missing: {} }).ofText('NA')).toBe('NA')
    expect(reader({ ...plan, missing: {} }).ofText('NA')).toBe('NA')
  })
})

test.each([
  ['number', {}, 5.1, 5.1],
  ['number', {}, '5.1', undefined],
  ['integer', {}, 44, 44],
  ['integer', {}, 44.5, undefined],
  ['boolean', {}, true, true],
  ['boolean', {}, 1, true],
  ['boolean', {}, 'true', undefined],
  ['category', plan, 'basic', 'basic'],
  ['category', plan, 1, '1'],
  ['category', plan, true, undefined],
  ['text', {}, 'x', 'x'],
  ['text', {}, 1, undefined],
] as const)('in JSON, %s %j: %j is %j', (kind, feature, json, value) => {
  expect(reader({ kind, ...feature }).ofJson(json)).toBe(value)
})

test('a problem names what was found and what was expected', () => {
  expect(reader(plan).problem('gold')).toBe('x is "gold", expected one of basic, pro plus, 1, NA')
  expect(reader({ kind: 'integer' }).problem('')).toBe('x is empty, expected a whole number up to 2^53 - 1')
  expect(reader({}).problem('5,1')).toBe(
    'x is "5,1", expected a number that fits float32 (with a decimal point: 5.1)',
  )
  expect(reader({}).problem('x'.repeat(100)).length).toBeLessThan(100)
})
