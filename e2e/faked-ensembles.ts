import type { Feature, Model, Prediction, Row } from '@sepal/console/wire'
import type { FakedEnsemble } from './faked-answers.ts'

const numberAt = (row: Row, i: number) => (typeof row[i] === 'number' ? row[i] : 0)
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const numbersIn = (answers: ReadonlyMap<string, Prediction>) =>
  [...answers.values()].filter((answer) => typeof answer === 'number')

function meanDecision(values: readonly number[]) {
  if (values.length === 0) return null
  const [min, max] = [Math.min(...values), Math.max(...values)]
  const mean = meanOf(values)
  return { value: mean, min, max, spread: Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) }
}

/** Every kind of feature, with missing values, and three regressors beside an anomaly score. */
export const prices: FakedEnsemble = {
  info: { name: 'flat-prices', combine: 'mean', decision: 'value' },
  features: [
    { name: 'area', unit: 'm²', range: [18, 240] },
    { name: 'rooms', kind: 'integer', range: [1, 9], missing: {} },
    { name: 'heating', kind: 'category', values: ['gas', 'district', 'heat pump'], missing: {} },
    { name: 'balcony', kind: 'boolean', missing: {} },
    { name: 'description', kind: 'text', missing: {} },
  ],
  sample: [72, 3, 'gas', true, 'Bright flat on the third floor'],
  models: {
    forest: {
      output: { value: { unit: 'EUR' } },
      sha256: 'a'.repeat(64),
      card: {
        method: 'random forest',
        metrics: { rmse: 18_240, r2: 0.871 },
        errorDistribution: Array.from({ length: 12 }, (_, i) => ({
          from: (i - 6) * 10_000,
          to: (i - 5) * 10_000,
          rows: Math.round(80 * Math.exp(-((i - 5.6) ** 2) / 6)),
        })),
        predictedAgainstActual: Array.from({ length: 160 }, (_, i) => [
          80_000 + 2500 * i,
          80_000 + 2500 * i + 60_000 * Math.sin(i * 12.9) * Math.cos(i * 4.1),
        ]),
      },
    },
    boosted: { output: { value: { unit: 'EUR' } } },
    linear: { output: { value: { unit: 'EUR' } } },
    anomaly: { output: { score: { threshold: 0, below: 'outlier', above: 'normal' } } },
  },
  predict(name, row) {
    const base = 4200 * numberAt(row, 0) + 9000 * numberAt(row, 1) + (row[3] === true ? 12_000 : 0)
    switch (name) {
      case 'forest':
        return base
      case 'boosted':
        return base * 1.08 + 3000
      case 'linear':
        return base * 0.91
      default:
        return 0.21 - (numberAt(row, 0) > 200 ? 0.6 : 0)
    }
  },
  decide: (answers) => meanDecision(numbersIn(answers).filter((value) => Math.abs(value) > 10)),
}

/** Classifiers with the same classes, one of which gives a label alone: `svc`, which gives no answer over age 80. */
export const churn: FakedEnsemble = {
  info: { name: 'churn', combine: 'soft-vote', decision: 'label' },
  features: [
    { name: 'age', kind: 'integer', unit: 'years', range: [18, 95] },
    { name: 'income', unit: 'EUR', range: [0, 900_000], missing: {} },
    {
      name: 'city',
      kind: 'category',
      values: Array.from({ length: 240 }, (_, i) => `city number ${i + 1}`),
    },
  ],
  sample: [44, null, 'city number 7'],
  models: {
    forest: { classes: ['stay', 'leave', 'unsure'] },
    boosted: { classes: ['stay', 'leave', 'unsure'] },
    svc: { classes: ['stay', 'leave', 'unsure'], output: { label: {} } },
  },
  predict(name, row) {
    const age = numberAt(row, 0)
    if (name === 'svc') return age > 80 ? undefined : age > 60 ? 'leave' : 'stay'
    const leave = Math.min(0.95, Math.max(0.02, (age - 20) / 70 + (name === 'forest' ? 0 : -0.12)))
    return [0.9 * (1 - leave), leave, 0.1 * (1 - leave)]
  },
  decide(answers) {
    const probabilities = [...answers.values()].filter((answer) => typeof answer === 'object')
    if (probabilities.length === 0) return null
    const means = [0, 1, 2].map((i) => meanOf(probabilities.map((one) => one[i] ?? 0)))
    const proba = Math.max(...means)
    return { label: ['stay', 'leave', 'unsure'][means.indexOf(proba)], proba }
  },
}

/** Forty features of all kinds, with long names and values, and forty regressors. */
export const forty: FakedEnsemble = {
  info: { name: 'forty-of-everything-and-a-long-name', combine: 'median', decision: 'value' },
  features: Array.from({ length: 40 }, (_, i) => featureOf(i)),
  sample: Array.from({ length: 40 }, (_, i) => sampleOf(i)),
  models: Object.fromEntries(
    Array.from({ length: 40 }, (_, i): [string, Model] => [
      `regressor-number-${i}`,
      { output: { value: {} } },
    ]),
  ),
  predict: (name, row) => numberAt(row, 0) * 100 + 10 * Math.sin(Number(name.slice(17)) * 3.7),
  decide: (answers) => meanDecision(numbersIn(answers)),
}

function featureOf(i: number): Feature {
  const name = i % 9 === 0 ? `a_very_long_feature_name_without_a_break_${i}` : `feature_${i}`
  switch (i % 8) {
    case 4:
      return { name, kind: 'integer', unit: 'pieces', range: [0, 99_999], missing: {} }
    case 5:
      return { name, kind: 'category', values: Array.from({ length: 300 }, (_, k) => `category-${k}`) }
    case 6:
      return { name, kind: 'boolean' }
    case 7:
      return { name, kind: 'text' }
    default:
      return { name, unit: i % 2 === 0 ? 'mm' : '', range: [-0.02, 0.04], missing: {} }
  }
}

function sampleOf(i: number) {
  switch (i % 8) {
    case 4:
      return 12_345 + i
    case 5:
      return `category-${i}`
    case 6:
      return i % 3 === 0
    case 7:
      return 'some text'
    default:
      return Number((0.0123456789 / (1 + (i % 3))).toPrecision(2 + (i % 6)))
  }
}

/** No decision, and no numeric feature. */
export const wordsOnly: FakedEnsemble = {
  info: { name: 'words', combine: 'none', decision: null },
  features: [{ name: 'note', kind: 'text' }],
  sample: ['please cancel'],
  models: { topic: { classes: ['billing', 'other'], output: { label: {} } } },
  predict: () => 'billing',
  decide: () => undefined,
}

/** A final model over two others, which gives no answer to a height over 9. */
export const stacked: FakedEnsemble = {
  info: { name: 'stacked', combine: 'stack', decision: 'label' },
  features: [{ name: 'height', range: [0, 10] }],
  sample: [5],
  models: {
    forest: { classes: ['no', 'yes'], repairs: ['its list of dictionaries (ZipMap) is read as [N, 2]'] },
    linear: { classes: ['no', 'yes'] },
    stack: { classes: ['no', 'yes'] },
  },
  predict: (name, row) => (name === 'stack' && numberAt(row, 0) > 9 ? undefined : [0.3, 0.7]),
  decide: (answers) => (answers.has('stack') ? { label: 'yes', proba: 0.7 } : undefined),
}

/** A module of the user's own decides, and throws for an amount over 100. */
export const own: FakedEnsemble = {
  info: { name: 'own', combine: './decide.ts', decision: 'decision' },
  features: [{ name: 'amount', range: [0, 200] }],
  sample: [50],
  models: { risk: { output: { score: { threshold: 0, below: 'fine', above: 'risky' } } } },
  predict: (_, row) => numberAt(row, 0) / 100 - 1,
  decide: (answers) =>
    Number(answers.get('risk')) > 0 ? new Error('./decide.ts threw') : { review: false, queue: 'none' },
}
