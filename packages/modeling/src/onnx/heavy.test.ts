import { expect, test } from 'bun:test'
import { infer } from '../../fixtures/inference.ts'
import { writeHeavyModel } from './heavy.ts'

const linear = {
  weights: [
    [1, 0, -1],
    [0, 2, 0],
  ],
  bias: [0, 0, 1],
}
const rows = [
  [0.5, 0.5],
  [3, -1],
]

test('answers probabilities that depend on the row alone, however many products', async () => {
  const quick = await infer(writeHeavyModel('heavy', { ...linear, products: 0 }), rows)
  const slow = await infer(writeHeavyModel('heavy', { ...linear, products: 20 }), rows)
  slow.probabilities.forEach((row, i) => {
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6)
    row.forEach((p, k) => {
      expect(p).toBeCloseTo(quick.probabilities[i]?.[k] ?? NaN, 5)
    })
  })
  expect(slow.probabilities[0]).not.toEqual(slow.probabilities[1])
  const alone = await infer(writeHeavyModel('heavy', { ...linear, products: 20 }), rows.slice(1))
  expect(alone.probabilities[0]).toEqual(slow.probabilities[1])
})

test('a model that takes a second a row is a small file', () => {
  expect(writeHeavyModel('heavy', { ...linear, products: 3000 }).length).toBeLessThan(100_000)
})

test('its products are really multiplied', async () => {
  const { duration } = await infer(writeHeavyModel('heavy', { ...linear, products: 200 }), rows.slice(1))
  // 200 · 2 · 256³ operations: no core of today does that in less than 10 ms.
  expect(duration).toBeGreaterThan(10)
})

test.each([-1, 1.5, Number.NaN])('refuses %p products', (products) => {
  expect(() => writeHeavyModel('heavy', { ...linear, products })).toThrow(`products is ${products}`)
})
