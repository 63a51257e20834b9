import { describe, expect, test } from 'bun:test'
import { outputOf, sideOf } from './output.ts'

describe('the output of a model', () => {
  test.each([
    [{ classes: ['a', 'b'] }, { kind: 'probabilities', classes: ['a', 'b'] }],
    [{ output: { value: { unit: 'EUR' } } }, { kind: 'value', unit: 'EUR' }],
    [{ output: { value: {} } }, { kind: 'value', unit: '' }],
    [{ output: { score: {} } }, { kind: 'score', below: '', above: '' }],
    [
      { classes: ['a', 'b'], output: { label: {} } },
      { kind: 'label', classes: ['a', 'b'] },
    ],
  ] as const)('%j is %j', (model, output) => {
    expect(outputOf(model)).toEqual(output)
  })
})

test('a score is below its threshold, or above it from there on', () => {
  const output = { kind: 'score', threshold: 0, below: 'outlier', above: 'normal' } as const
  expect([-0.1, 0, 0.1].map((score) => sideOf(score, output))).toEqual(['outlier', 'normal', 'normal'])
})
