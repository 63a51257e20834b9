import { describe, expect, test } from 'bun:test'
import { classifierColumns, decisionColumns } from './answer-columns.ts'

describe('the columns of decisions', () => {
  test.each<[string, unknown, string[], unknown[][]]>([
    [
      'label',
      { proba: 0.75, label: 'stay', probabilities: { stay: 0.75 } },
      ['label', 'proba'],
      [['stay'], [0.75]],
    ],
    [
      'value',
      { value: 11.5, min: 11, max: 12, spread: 0.5 },
      ['value', 'min', 'max', 'spread'],
      [[11.5], [11], [12], [0.5]],
    ],
    ['decision', { isAlarm: true, why: null, by: ['a'] }, ['isAlarm', 'why'], [[true], [null]]],
    ['decision', 'refuse', ['decision'], [['refuse']]],
    ['decision', { by: ['a'] }, ['decision'], [['{"by":["a"]}']]],
  ])('of the route %s, %j', (route, decision, names, values) => {
    const columns = decisionColumns(route, decision)
    expect(columns.names).toEqual(names)
    expect(columns.valuesOf([decision])).toEqual<unknown[]>(values)
  })

  test('have a gap where a decision lacks a member', () => {
    const { valuesOf } = decisionColumns('decision', { a: 1, b: 2 })
    expect(valuesOf([{ a: 3, b: 4 }, { a: 5 }])).toEqual([
      [3, 5],
      [4, null],
    ])
  })
})

test('the columns of classifiers are named after what they hold', () => {
  const { names, valuesOf } = classifierColumns([
    { name: 'rose', classes: ['rose', 'rest'], example: [1, 0] },
    { name: 'forest', classes: ['stay', 'leave'], example: [1, 0] },
    { name: 'worth', classes: [], example: 7 },
    { name: 'tree', classes: ['stay', 'leave'], example: 'stay' },
  ])
  expect(names).toEqual(['rose', 'forest.stay', 'forest.leave', 'worth', 'tree'])
  const answers = { rose: [[0.9, 0.1]], forest: [[0.25, 0.75]], worth: [11], tree: ['leave'] }
  expect(valuesOf(answers)).toEqual([[0.9], [0.25], [0.75], [11], ['leave']])
})
