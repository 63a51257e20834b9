import type { Output } from '@sepal/ensemble'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { ModelCard } from '../models/model-cards.ts'
import { type Bins, DECADES, quantileBins, TENTHS } from './bins.ts'
import { labelsInTest, predictedInTest, probabilitiesInTest } from './card-distributions.ts'
import { Counts } from './counts.ts'
import { type Drift, driftBetween } from './stability.ts'

/** How one number of a classifier's answers is spread. */
export class Spread {
  readonly counts: Counts
  sum = 0

  /** @param training counts of the model's answers to the rows of its test set, where its card has them */
  constructor(
    /** the class whose probability it is; `undefined` for a value or a score */
    readonly of: string | undefined,
    readonly bins: Bins,
    readonly training: readonly number[] | undefined,
  ) {
    this.counts = new Counts(bins.size)
  }

  add(value: number) {
    this.counts.add(this.bins.placeOf(value))
    this.sum += value
  }

  get drift(): Drift | undefined {
    return this.training && driftBetween(this.training, this.counts.late)
  }
}

/** More classes than these are too much for a histogram each. */
const MAX_CLASSES = 20

/** Of one classifier: which labels it gives, and how its probabilities or values are spread. */
export class AnswerCounts {
  readonly labels: Counts
  /** labels of the rows of the test set, where its card has them */
  readonly trainingLabels: readonly number[] | undefined
  readonly spreads: readonly Spread[]

  constructor(
    readonly classifier: string,
    private readonly output: Output,
    card: ModelCard | undefined,
  ) {
    this.labels = new Counts(output.classes.length)
    this.trainingLabels = card && labelsInTest(card, output.classes)
    this.spreads = spreadsOf(output, card)
  }

  /** The classes that answers are for; none where answers are just numbers. */
  get classes(): readonly string[] {
    return this.output.classOf === undefined ? [] : this.output.classes
  }

  get labelDrift(): Drift | undefined {
    return this.trainingLabels && driftBetween(this.trainingLabels, this.labels.late)
  }

  /** Every `step`th row of an answer. */
  add({ data, at, rows, width }: AnswerRows, step: number) {
    const { output, labels, spreads } = this
    for (let row = 0; row < rows; row += step) {
      const start = at + row * width
      if (output.classOf !== undefined) labels.add(output.classOf(data, start))
      for (let i = 0; i < spreads.length; i++) spreads[i]?.add(data[start + i] ?? Number.NaN)
    }
  }
}

/** The drift of each figure of a classifier's answers whose distribution in the test set is known. */
export function answerDrifts({ labelDrift, spreads }: AnswerCounts): { of: string; drift: Drift }[] {
  const found = labelDrift === undefined ? [] : [{ of: 'label', drift: labelDrift }]
  for (const { of, drift } of spreads) {
    if (drift !== undefined) found.push({ of: answerOf({ of }), drift })
  }
  return found
}

/** What is spread, in words. */
export const answerOf = ({ of }: Pick<Spread, 'of'>): string =>
  of === undefined ? 'value' : `probability of ${of}`

function spreadsOf({ tag, classes }: Output, card: ModelCard | undefined): Spread[] {
  if (tag === 'label') return []
  if (tag === 'probabilities') {
    return classes
      .slice(0, MAX_CLASSES)
      .map((name, i) => new Spread(name, TENTHS, i === 0 ? card && probabilitiesInTest(card) : undefined))
  }
  const predicted = card && predictedInTest(card)
  if (predicted === undefined) return [new Spread(undefined, DECADES, undefined)]
  const bins = quantileBins(predicted)
  const counts = new Array<number>(bins.size).fill(0)
  for (const value of predicted) counts[bins.placeOf(value)] = (counts[bins.placeOf(value)] ?? 0) + 1
  return [new Spread(undefined, bins, counts)]
}
