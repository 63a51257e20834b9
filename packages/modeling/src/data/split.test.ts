import { describe, expect, test } from 'bun:test'
import golden from '../../fixtures/scikit-learn.golden.json'
import { stratifiedSplit } from './split.ts'

describe("is scikit-learn's train_test_split", () => {
  const splits = [...golden.splits, ...golden.cases.map(({ split }) => split)]
  test.each(splits)('test fraction $testFraction, seed $seed', ({ train, test, ...settings }) => {
    expect(stratifiedSplit(golden.labels, settings)).toEqual({ train, test })
  })
})

test('refuses a label that would be missing from a part', () => {
  const labels = ['a', 'a', 'a', 'a', 'b']
  expect(() => stratifiedSplit(labels, { testFraction: 0.2, seed: 1 })).toThrow(
    /label "[ab]" has \d rows, of which \d fall to training and 0 to testing/,
  )
})
