import { describe, expect, test } from 'bun:test'
import type { Manifest } from '@sepal/ensemble'
import { shownStatistics } from './shown.ts'
import { ENOUGH_ROWS, Statistics } from './statistics.ts'

const manifest = {
  name: 'shop',
  features: {
    price: { number: { missing: {} } },
    'in/out': { category: { in: {}, out: {} }, missing: {} },
    note: { text: {} },
  },
  sample: { price: 1, 'in/out': 'in', note: '' },
  classifiers: {
    buys: { model: 'buys.onnx', port: 1, probabilities: { yes: {}, no: {} } },
    spends: { model: 'spends.onnx', port: 2, value: {} },
  },
  combine: { none: {} },
} satisfies Manifest

const cards = new Map([
  [
    'buys',
    {
      data: { file: 'shop.csv' },
      metrics: {
        confusionMatrix: {
          classes: ['no', 'yes'],
          counts: [
            [60, 10],
            [10, 20],
          ],
        },
      },
      calibrationCurve: [
        { rows: 70, meanProba: 0.05, ownShare: 0 },
        { rows: 30, meanProba: 0.95, ownShare: 1 },
      ],
    },
  ],
  ['spends', { predictedAgainstActual: Array.from({ length: 100 }, (_, i) => [i, i]) }],
])
const csv = ['price,in/out', ...Array.from({ length: 100 }, (_, i) => `${i},${i < 50 ? 'in' : 'out'}`)].join(
  '\n',
)
const trainingData = new Map([['shop.csv', csv]])

const gap = Number.NaN

type Row = [price: number, place: number]

/** Statistics of a shop, and what its classifiers answer. */
function opened() {
  let time = 0
  const statistics = new Statistics({ manifest, cards, trainingData, now: () => time })
  const addRequest = (rows: readonly Row[], proba: number) =>
    statistics.add({
      requestId: 'r',
      route: '/predict/batch',
      ms: 1,
      rows: { rows: rows.map((row) => [...row, 0]), texts: [''] },
      outcomes: [
        {
          kind: 'ok',
          value: {
            data: Float64Array.from(rows.flatMap(() => [proba, 1 - proba])),
            at: 0,
            rows: rows.length,
            width: 2,
          },
        },
        {
          kind: 'ok',
          value: { data: Float64Array.from(rows, ([price]) => price), at: 0, rows: rows.length, width: 1 },
        },
      ],
    })
  // Of so few rows, all are counted.
  const add = (rows: readonly Row[], proba = 0.95) => {
    for (let from = 0; from < rows.length; from += 16) addRequest(rows.slice(from, from + 16), proba)
  }
  return { statistics, add, addRequest, pass: (ms: number) => (time += ms) }
}

/** Rows like those of training. */
const usual = (count: number) => Array.from({ length: count }, (_, i): Row => [i % 100, i % 100 < 50 ? 0 : 1])

describe('features', () => {
  test('missing values are counted by feature', () => {
    const { statistics, add } = opened()
    add([
      [gap, 0],
      [gap, gap],
      [3, 1],
    ])
    expect(statistics.features.map(({ name, missing }) => [name, missing])).toEqual([
      ['price', 2],
      ['in/out', 1],
      ['note', 0],
    ])
  })

  test('refused values are counted by feature, whether rows are arrays or named', () => {
    const { statistics } = opened()
    for (const path of [
      '/data/3/0',
      '/rows/0/price',
      '/rows/7/in~1out',
      '/rows',
      '/rows/0',
      '/rows/0/nothing',
      '/data/0/9',
    ])
      statistics.refuse(path)
    expect(statistics.features.map(({ refused }) => refused)).toEqual([2, 1, 0])
  })

  test('rows like those of training have no drift, and others have', () => {
    const { statistics, add } = opened()
    add(usual(1000))
    for (const { drift } of statistics.features.slice(0, 2))
      expect(drift?.psi).toBeLessThan(drift?.psiByChance ?? 0)
    add(usual(1000).map(([price]) => [price * 3, 1]))
    for (const { drift } of statistics.features.slice(0, 2)) {
      expect(drift?.psi).toBeGreaterThan(0.25)
      expect(drift?.psi).toBeGreaterThan(drift?.psiByChance ?? 0)
    }
  })

  test('a gap that training has not had is drift', () => {
    const { statistics, add } = opened()
    add(usual(1000).map(([, place]) => [gap, place]))
    expect(statistics.features[0]?.drift?.psi).toBeGreaterThan(1)
  })
})

describe('answers', () => {
  test('labels and probabilities are compared with the test set of the card', () => {
    const { statistics, add } = opened()
    add(usual(700), 0.05)
    add(usual(300), 0.95)
    const [buys, spends] = statistics.answers
    expect(buys?.labels.all).toEqual([300, 700])
    expect(buys?.trainingLabels).toEqual([30, 70])
    expect(buys?.labelDrift?.psi).toBeCloseTo(0, 2)
    expect(buys?.spreads[0]?.counts.all).toEqual([700, 0, 0, 0, 0, 0, 0, 0, 0, 300])
    expect(buys?.spreads[0]?.drift?.psi).toBeCloseTo(0, 2)
    expect(spends?.spreads[0]?.drift?.psi).toBeCloseTo(0, 2)
    add(usual(1000), 0.5)
    expect(buys?.spreads[0]?.drift?.psi).toBeGreaterThan(0.25)
  })

  test('what failed is not counted, and its rows are, for the others', () => {
    const { statistics } = opened()
    const failed = { kind: 'late', detail: '' } as const
    const rows = { rows: [[1, 0, 0]], texts: [''] }
    const value = { data: Float64Array.of(7), at: 0, rows: 1, width: 1 }
    const one = { requestId: 'r', route: '/predict', ms: 1, rows }
    statistics.add({ ...one, outcomes: [failed, { kind: 'ok', value }] })
    statistics.add({ ...one, outcomes: [failed, failed] })
    expect([statistics.rows, statistics.answers[0]?.labels.all]).toEqual([1, [0, 0]])
  })
})

test('of a request with many rows, a sample is counted that is spread over it', () => {
  const { statistics, addRequest } = opened()
  const countedOf = (count: number) => {
    const before = statistics.rows
    addRequest(usual(count), 0.95)
    return statistics.rows - before
  }
  expect([1, 16, 17, 160, 1600, 100_000].map(countedOf)).toEqual([1, 16, 9, 23, 115, 1021])
  expect(statistics.features[0]?.drift?.psi).toBeLessThan(0.1)
})

test('drift is of the last windows: at least 1,000 rows and five minutes each', () => {
  const { statistics, add, pass } = opened()
  const psi = () => statistics.features[0]?.drift?.psi ?? 0
  add(usual(1000).map(([price, place]) => [price + 1000, place]))
  const before = psi()
  pass(300_000)
  add(usual(1000))
  expect(psi()).toBeLessThan(before)
  pass(300_000)
  add(usual(1000))
  expect([psi() < 0.1, statistics.lateRows, statistics.rows]).toEqual([true, 2000, 3000])
  // Not yet five minutes later.
  pass(299_999)
  add(usual(1000))
  expect(statistics.lateRows).toBe(3000)
})

test('nothing is told of drift before there are enough rows', () => {
  const { statistics, add } = opened()
  const told = () => shownStatistics(statistics).features[0]?.distribution
  add(usual(ENOUGH_ROWS - 1))
  expect(told()).toHaveProperty('bins.0', { is: 'up to 9', late: 20, training: 10 })
  expect(told()).not.toHaveProperty('drift')
  add(usual(1))
  expect(told()).toHaveProperty('drift')
})

test('without cards, there are counts and nothing to compare them with', () => {
  const statistics = new Statistics({ manifest, cards: new Map(), trainingData: new Map(), now: () => 0 })
  const { features, classifiers } = shownStatistics(statistics)
  expect(features.map(({ name, distribution }) => [name, distribution?.bins.map(({ is }) => is)])).toEqual([
    ['price', undefined],
    ['in/out', ['in', 'out', 'missing']],
    ['note', undefined],
  ])
  expect(classifiers.map(({ distributions }) => distributions.map(({ of }) => of))).toEqual([
    ['label', 'probability of yes', 'probability of no'],
    ['value'],
  ])
})
