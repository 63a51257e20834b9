import { expect, test } from 'bun:test'
import { infer } from '../../fixtures/inference.ts'
import golden from '../../fixtures/scikit-learn.golden.json'
import { at } from '../data/element.ts'
import { fitSvm, probability, type SvmSettings } from '../svm/classifier.ts'
import type { Example } from '../svm/problem.ts'
import { writeSvmModel } from './svm.ts'

const settings: SvmSettings = { C: 1, gamma: 'scale', tolerance: 1e-3, calibration: { folds: 5, seed: 1 } }

const examples = (own: string) =>
  golden.rows.map<Example>((row, i) => ({ row, sign: at(golden.labels, i) === own ? 1 : -1 }))

test('the file answers what the model does, but for float32', async () => {
  for (const own of new Set(golden.labels)) {
    const model = fitSvm(examples(own), settings)
    const { labels, probabilities } = await infer(writeSvmModel(own, model), golden.rows)
    golden.rows.forEach((row, i) => {
      const [first = NaN, second = NaN] = at(probabilities, i)
      expect(Math.abs(first - probability(row, model))).toBeLessThan(1e-6)
      expect(first + second).toBeCloseTo(1, 6)
    })
    const right = labels.filter((label, i) => (label === 0) === (golden.labels[i] === own)).length
    expect(right).toBeGreaterThan(140)
  }
})

test('any number of features', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => [i, (i * 7) % 5])
  const model = fitSvm(
    rows.map((row, i) => ({ row, sign: i < 10 ? 1 : -1 })),
    settings,
  )
  const { probabilities } = await infer(writeSvmModel('halves', model), rows)
  expect(probabilities.map(([own = NaN]) => own > 0.5)).toEqual(rows.map((_, i) => i < 10))
})

test('the same training gives the same bytes', () => {
  const [once, again] = [1, 2].map(() => writeSvmModel('x', fitSvm(examples('virginica'), settings)))
  expect(once).toEqual(again)
})
