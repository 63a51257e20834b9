import { type AnswerCounts, answerOf } from './answer-counts.ts'
import { Bins } from './bins.ts'
import type { FeatureCounts } from './feature-counts.ts'
import type { Drift } from './stability.ts'
import { ENOUGH_ROWS, type Statistics } from './statistics.ts'

/** How some figure is spread, for people. */
export type ShownDistribution = {
  of: string
  bins: { is: string; late: number; training?: number }[]
  drift?: Drift
}

/** The statistics as `GET /statistics` tells them. */
export function shownStatistics(statistics: Statistics) {
  const { rows, lateRows, disagreement, features, answers, areEnough } = statistics
  return {
    rows,
    lateRows,
    enoughRows: ENOUGH_ROWS,
    ...(disagreement?.spread === undefined &&
      disagreement !== undefined && {
        disagreement: { rows: disagreement.compared, disagreeing: disagreement.disagreeing },
      }),
    features: features.map((feature) => ({
      name: feature.name,
      missing: feature.missing,
      refused: feature.refused,
      ...(feature.isSpread && { distribution: featureDistribution(feature, areEnough) }),
    })),
    classifiers: answers.map((counts) => ({
      name: counts.classifier,
      distributions: answerDistributions(counts, areEnough),
    })),
  }
}

function featureDistribution(feature: FeatureCounts, areEnough: boolean): ShownDistribution {
  const { name, bins, counts, training } = feature
  const drift = areEnough ? feature.drift : undefined
  return shown({ of: name, names: [...namesOf(bins), 'missing'], late: counts.late, training, drift })
}

function answerDistributions(answers: AnswerCounts, areEnough: boolean): ShownDistribution[] {
  const { classes, labels, trainingLabels, spreads } = answers
  const drift = (given: Drift | undefined) => (areEnough ? given : undefined)
  const ofLabels = {
    of: 'label',
    names: classes,
    late: labels.late,
    training: trainingLabels,
    drift: drift(answers.labelDrift),
  }
  return [
    ...(classes.length > 0 ? [shown(ofLabels)] : []),
    ...spreads.map((spread) => {
      const { bins, counts, training } = spread
      const names = namesOf(bins)
      return shown({ of: answerOf(spread), names, late: counts.late, training, drift: drift(spread.drift) })
    }),
  ]
}

type Given = {
  of: string
  names: readonly string[]
  late: readonly number[]
  training: readonly number[] | undefined
  drift: Drift | undefined
}

function shown({ of, names, late, training, drift }: Given): ShownDistribution {
  return {
    of,
    bins: names.map((is, i) => ({
      is,
      late: late[i] ?? 0,
      ...(training !== undefined && { training: training[i] ?? 0 }),
    })),
    ...(drift !== undefined && { drift }),
  }
}

/** `up to 0.1`, `0.1 to 0.2`, …, `above 0.9`. */
function namesOf(bins: Bins | readonly string[]): readonly string[] {
  if (!(bins instanceof Bins)) return bins
  const { bounds } = bins
  if (bounds.length === 0) return ['any']
  return Array.from({ length: bins.size }, (_, i) => {
    const [from, to] = [bounds[i - 1], bounds[i]]
    if (from === undefined) return `up to ${to}`
    return to === undefined ? `above ${from}` : `${from} to ${to}`
  })
}
