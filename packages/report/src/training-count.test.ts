import { describe, expect, test } from 'bun:test'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { loadModelCards } from '@sepal/proxy/model-cards'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import prices from '../../proxy/test/prices.json' with { type: 'json' }
import type { Value } from './input/records.ts'
import { TrainingCount } from './training-count.ts'

const cards = await loadModelCards(irisFolder, iris)
const names = Object.keys(iris.features)
const [head = '', ...lines] = (cards.trainingData.get('iris.csv') ?? '').trim().split('\n')
const places = names.map((name) => head.split(',').indexOf(name))
const trained = lines.map((line) => places.map((place) => Number(line.split(',')[place])))

type Row = readonly Value[]

/** What the rows of a log would be, with one classifier's answers. */
function driftsOf(rows: readonly Row[], setosa: (row: Row) => number) {
  const count = new TrainingCount(iris, cards)
  for (const row of rows) {
    const features = row.map((value, i): [string, Value] => [`features.${names[i]}`, value])
    const proba = setosa(row)
    const answers: [string, Value][] = [
      ['answers.setosa.setosa', proba],
      ['answers.setosa.rest', 1 - proba],
    ]
    count.add(new Map([...features, ...answers]))
  }
  return new Map(count.drifts.map(({ column, ...drift }) => [column, drift]))
}

/** A third of the rows of training are setosa, with petals under 2 cm. */
const isSetosa = ([, , petal]: Row) => (Number(petal) < 2 ? 0.98 : 0.02)

describe('drift from training', () => {
  test('is none where rows and answers are those of training', () => {
    const drifts = driftsOf(trained, isSetosa)
    const answers = ['answers.setosa, label', 'answers.setosa, probability of setosa']
    expect([...drifts.keys()]).toEqual([...names.map((name) => `features.${name}`), ...answers])
    for (const { psi, rows } of drifts.values()) {
      expect(rows).toBe(trained.length)
      expect(psi).toBeLessThan(0.02)
    }
  })

  test('is much, and not by chance, where one feature has another unit', () => {
    const drifts = driftsOf(
      trained.map(([length = 0, ...others]) => [10 * length, ...others]),
      isSetosa,
    )
    const [moved, other] = ['sepal_length', 'sepal_width'].map((name) => drifts.get(`features.${name}`))
    expect(moved?.psi).toBeGreaterThan(1)
    expect(moved?.psi).toBeGreaterThan(moved?.psiByChance ?? Number.POSITIVE_INFINITY)
    expect(other?.psi).toBeLessThan(0.02)
  })

  test('is much where answers are not those of the test set', () => {
    const drifts = driftsOf(trained, () => 0.98)
    expect(drifts.get('answers.setosa, label')?.psi).toBeGreaterThan(1)
  })

  test('a gap is counted, and what the log hashes is not compared', () => {
    const gaps = driftsOf(
      trained.map(([, ...others]) => [null, ...others]),
      isSetosa,
    )
    expect(gaps.get('features.sepal_length')?.psi).toBeGreaterThan(1)
    const hashed = driftsOf(
      trained.map(([, ...others]) => ['9f86d081884c7d65', ...others]),
      isSetosa,
    )
    expect([...hashed.keys()]).not.toContain('features.sepal_length')
    expect(hashed.get('features.sepal_width')?.rows).toBe(trained.length)
  })

  test('is not told without cards', () => {
    const count = new TrainingCount(prices, { cards: new Map(), trainingData: new Map() })
    count.add(new Map<string, Value>([['features.area', 80]]))
    expect(count.drifts).toEqual([])
  })
})
