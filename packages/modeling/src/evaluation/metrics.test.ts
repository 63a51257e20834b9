import { describe, expect, test } from 'bun:test'
import golden from '../../fixtures/scikit-learn.golden.json'
import { at } from '../data/element.ts'
import { accuracy, brierScore, confusionMatrix, logLoss } from './metrics.ts'

const cases = golden.cases.flatMap(({ seed, split, classifiers }) =>
  classifiers.map(({ own, probabilities, test: expected }) => ({
    seed,
    own,
    expected,
    predictions: split.test.map((position) => ({
      proba: at(probabilities, position),
      own: at(golden.labels, position) === own,
    })),
  })),
)

describe("are scikit-learn's", () => {
  test.each(cases)('$own, seed $seed', ({ predictions, expected }) => {
    expect(accuracy(predictions)).toBeCloseTo(expected.accuracy, 12)
    expect(logLoss(predictions)).toBeCloseTo(expected.logLoss, 7)
    expect(brierScore(predictions)).toBeCloseTo(expected.brier, 7)
  })
})

test('the confusion matrix counts by actual, then predicted class, the own one first', () => {
  const predictions = [
    { proba: 0.9, own: true },
    { proba: 0.5, own: true },
    { proba: 0.4, own: true },
    { proba: 0.6, own: false },
    { proba: 0.1, own: false },
    { proba: 0.2, own: false },
    { proba: 0.3, own: false },
  ]
  expect(confusionMatrix(predictions)).toEqual([
    [2, 1],
    [1, 3],
  ])
})

test('a sure mistake has a finite log loss', () => {
  expect(logLoss([{ proba: 0, own: true }])).toBeCloseTo(36.04, 2)
})
