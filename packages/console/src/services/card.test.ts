import { expect, test } from 'bun:test'
import virginica from '../../../../models/virginica.card.json' with { type: 'json' }
import { cardOf } from './card.ts'

test('everything of a card that this repository writes', () => {
  const card = cardOf({ classes: [], card: virginica })
  expect(card?.data).toEqual({
    file: 'iris.csv',
    label: 'species',
    rows: 150,
    sha256: virginica.data.sha256,
  })
  expect(card?.metrics).toEqual([
    ['accuracy', virginica.metrics.accuracy],
    ['logLoss', virginica.metrics.logLoss],
    ['brier', virginica.metrics.brier],
  ])
  expect(card?.confusion).toEqual({
    classes: ['virginica', 'rest'],
    counts: virginica.metrics.confusionMatrix.counts,
  })
  expect(card?.calibration).toHaveLength(virginica.calibrationCurve.length)
  expect(card?.method).toBe(virginica.method.name)
  expect(card?.model?.sha256).toBe(virginica.model.sha256)
})

test.each([
  {},
  { data: 'a file', split: null, method: 7, metrics: [], model: 'x', calibrationCurve: {} },
  { metrics: { confusionMatrix: { classes: ['a', 'b'], counts: [[1, 2]] }, note: 'good' } },
  { metrics: { confusionMatrix: { classes: ['a'], counts: [['1']] } }, calibrationCurve: [{}, 3] },
])('of another card, what can be understood: %j', (card) => {
  expect(cardOf({ classes: [], card })).toEqual(expect.objectContaining({ metrics: [], calibration: [] }))
  expect(cardOf({ classes: [], card })?.confusion).toBeUndefined()
})

test('of a regressor, its errors and what it predicted', () => {
  const card = cardOf({
    card: {
      metrics: { rmse: 2.5 },
      errorDistribution: [{ from: -1, to: 1, rows: 7 }, { from: '1' }],
      predictedAgainstActual: [[1, 1.5], [2], ['3', 3]],
    },
  })
  expect(card?.errors).toEqual([{ from: -1, to: 1, rows: 7 }])
  expect(card?.predicted).toEqual([[1, 1.5]])
})

test('no card', () => {
  expect(cardOf({ classes: [] })).toBeUndefined()
})
