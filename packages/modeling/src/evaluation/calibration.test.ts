import { expect, test } from 'bun:test'
import { calibrationCurve } from './calibration.ts'

test('bins by probability, 1 in the last bin, without the empty ones', () => {
  const predictions = [
    { proba: 0, own: false },
    { proba: 0.125, own: true },
    { proba: 0.25, own: true },
    { proba: 1, own: true },
  ]
  expect(calibrationCurve(predictions, 4)).toEqual([
    { from: 0, to: 0.25, rows: 2, meanProba: 0.0625, ownShare: 0.5 },
    { from: 0.25, to: 0.5, rows: 1, meanProba: 0.25, ownShare: 1 },
    { from: 0.75, to: 1, rows: 1, meanProba: 1, ownShare: 1 },
  ])
})
