import type { Families, Tally } from '@sepal/server'
import { answerDrifts } from './answer-counts.ts'
import { type Bins, DECADES } from './bins.ts'
import type { Counts } from './counts.ts'
import type { Disagreement } from './disagreement.ts'
import type { Drift } from './stability.ts'
import type { Statistics } from './statistics.ts'

/** Adds what is asked of the models and what they say to a server's metrics. */
export function addStatistics(metrics: Families, statistics: Statistics) {
  const { features, disagreement } = statistics
  metrics.counter({
    name: 'sepal_counted_rows_total',
    help: 'Rows that these statistics are of: of a large request, a sample',
    labels: [],
    samples: () => [{ labels: {}, value: statistics.rows }],
  })
  metrics.counter({
    name: 'sepal_feature_missing_total',
    help: 'Counted rows without a value for the feature',
    labels: ['feature'],
    samples: () => features.map(({ name, missing }) => ({ labels: { feature: name }, value: missing })),
  })
  metrics.counter({
    name: 'sepal_feature_refused_total',
    help: 'Requests refused because of a value of the feature, as an unknown category',
    labels: ['feature'],
    samples: () => features.map(({ name, refused }) => ({ labels: { feature: name }, value: refused })),
  })
  addAnswers(metrics, statistics)
  if (disagreement !== undefined) addDisagreement(metrics, disagreement)
  addDrift(metrics, statistics)
}

function addAnswers(metrics: Families, { answers }: Statistics) {
  metrics.counter({
    name: 'sepal_answer_labels_total',
    help: 'Answers to counted rows, by the class that is the most probable, or that the answer is',
    labels: ['classifier', 'label'],
    samples: () =>
      answers.flatMap(({ classifier, classes, labels }) => {
        const counts = labels.all
        return classes.map((label, i) => ({ labels: { classifier, label }, value: counts[i] ?? 0 }))
      }),
  })
  metrics.histogram({
    name: 'sepal_answer_probability',
    help: 'Probabilities in the answers to counted rows, of each class',
    labels: ['classifier', 'class'],
    samples: () =>
      answers.flatMap(({ classifier, spreads }) =>
        spreads.flatMap((spread) =>
          spread.of === undefined
            ? []
            : [{ labels: { classifier, class: spread.of }, value: tallied(spread.bins, spread) }],
        ),
      ),
  })
  const hasValues = answers.some(({ spreads }) => spreads.some(({ of }) => of === undefined))
  if (!hasValues) return
  metrics.histogram({
    name: 'sepal_answer_value',
    help: 'Values and scores in the answers to counted rows',
    labels: ['classifier'],
    samples: () =>
      answers.flatMap(({ classifier, spreads }) =>
        spreads.flatMap((spread) =>
          spread.of === undefined ? [{ labels: { classifier }, value: tallied(spread.bins, spread) }] : [],
        ),
      ),
  })
}

function addDisagreement(metrics: Families, disagreement: Disagreement) {
  metrics.counter({
    name: 'sepal_compared_rows_total',
    help: 'Counted rows that all voters have answered',
    labels: [],
    samples: () => [{ labels: {}, value: disagreement.compared }],
  })
  const { spread } = disagreement
  if (spread === undefined) {
    metrics.counter({
      name: 'sepal_disagreeing_rows_total',
      help: 'Of these, rows about which the voters disagree',
      labels: [],
      samples: () => [{ labels: {}, value: disagreement.disagreeing }],
    })
    return
  }
  metrics.histogram({
    name: 'sepal_voter_spread',
    help: 'How far the highest value of the voters is from the lowest, of these rows',
    labels: [],
    samples: () => [{ labels: {}, value: tallied(DECADES, spread) }],
  })
}

/** Where training is known and late rows are enough. */
function addDrift(metrics: Families, statistics: Statistics) {
  const { features, answers } = statistics
  const each = (value: (drift: Drift) => number) => ({
    features: () =>
      features.flatMap(({ name, drift }) =>
        drift && statistics.areEnough ? [{ labels: { feature: name }, value: value(drift) }] : [],
      ),
    answers: () =>
      answers.flatMap((counts) =>
        answerDrifts(counts).flatMap(({ of, drift }) =>
          statistics.areEnough
            ? [{ labels: { classifier: counts.classifier, of }, value: value(drift) }]
            : [],
        ),
      ),
  })
  const gauge = (name: string, help: string, value: (drift: Drift) => number) => {
    const samples = each(value)
    const feature = `${help}, of a feature`
    metrics.gauge({
      name: `sepal_feature_${name}`,
      help: feature,
      labels: ['feature'],
      samples: samples.features,
    })
    const answer = `${help}, of a classifier's answers`
    const labels = ['classifier', 'of']
    metrics.gauge({ name: `sepal_answer_${name}`, help: answer, labels, samples: samples.answers })
  }
  gauge('drift_psi', 'Population stability index of late rows against those of training', ({ psi }) => psi)
  gauge(
    'drift_psi_by_chance',
    'What that index exceeds once in a thousand times without drift',
    ({ psiByChance }) => psiByChance,
  )
}

/** Counts since the start as a histogram. */
function tallied({ bounds }: Bins, { counts, sum }: { counts: Counts; sum: number }): Tally {
  return {
    bounds,
    sum,
    cumulative() {
      let total = 0
      return counts.all.map((count) => (total += count))
    },
  }
}
