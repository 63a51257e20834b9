import { type Manifest, outputOf, RowCodec, servedEntries } from '@sepal/ensemble'
import type { OnAnswered } from '../core/answered-request.ts'
import type { ModelCard, TrainingData } from '../models/model-cards.ts'
import { AnswerCounts } from './answer-counts.ts'
import { type Disagreement, disagreementOf } from './disagreement.ts'
import { FeatureCounts } from './feature-counts.ts'
import { trainingValues } from './training.ts'

/** So many rows of a request are counted, and a share of the others, evenly spread over it: all would cost too much. */
const ALL_ROWS = 16
const OTHERS_SHARE = 1 / 16
/** Of the largest requests: what takes less than a millisecond. */
const MAX_ROWS = 1024

/** How far the counted rows of a request are from each other. */
function stepOf(rows: number): number {
  if (rows <= ALL_ROWS) return 1
  return Math.ceil(rows / Math.min(MAX_ROWS, ALL_ROWS + (rows - ALL_ROWS) * OTHERS_SHARE))
}

/** What is late is in the current window or the one before; a window lasts until it has so many rows, and so long, ms. */
const WINDOW_ROWS = 1000
const WINDOW_MS = 300_000

/** With fewer late rows, nothing is told of drift. */
export const ENOUGH_ROWS = 200

export type StatisticsOptions = {
  manifest: Manifest
  cards: ReadonlyMap<string, ModelCard>
  trainingData: TrainingData
  /** ms */
  now: () => number
}

/** Counts what is asked of the models, and what they say. Its size depends on the manifest alone. */
export class Statistics {
  readonly features: readonly FeatureCounts[]
  readonly answers: readonly AnswerCounts[]
  readonly disagreement: Disagreement | undefined
  /** rows that were counted, since the start */
  rows = 0
  readonly #now: () => number
  #windowRows = 0
  #previousRows = 0
  #windowAt: number

  constructor({ manifest, cards, trainingData, now }: StatisticsOptions) {
    const training = trainingValues({ manifest, cards, trainingData })
    this.features = new RowCodec(manifest).features.map(
      (feature) => new FeatureCounts(feature, training.get(feature.name)),
    )
    this.answers = Object.entries(servedEntries(manifest)).map(
      ([name, entry]) => new AnswerCounts(name, outputOf(entry), cards.get(name)),
    )
    this.disagreement = disagreementOf(manifest)
    this.#now = now
    this.#windowAt = now()
  }

  /** Rows in the current window and the one before. */
  get lateRows(): number {
    return this.#windowRows + this.#previousRows
  }

  /** Whether something can be told of drift. */
  get areEnough(): boolean {
    return this.lateRows >= ENOUGH_ROWS
  }

  /** Counts a request that was answered; only what its classifiers have answered, where some failed. */
  readonly add: OnAnswered = ({ rows: { rows }, outcomes }) => {
    if (!outcomes.some((outcome) => outcome?.kind === 'ok')) return
    if (this.#windowRows >= WINDOW_ROWS) this.#turnIfLong()
    const step = stepOf(rows.length)
    for (let i = 0; i < rows.length; i += step) this.#addRow(rows[i] ?? [])
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome?.kind === 'ok') this.answers[place]?.add(outcome.value, step)
    }
    this.disagreement?.add(outcomes, step)
  }

  /**
   * Counts a value that was refused.
   * @param path of the value in the body, as `/data/3/0` or `/rows/3/petal_length`
   */
  readonly refuse = (path: string) => {
    const [, form, row, feature = '', ...others] = path.split('/')
    if (row === undefined || others.length > 0) return
    const found =
      form === 'rows'
        ? this.features.find(({ name }) => name === unescaped(feature))
        : form === 'data' && /^\d+$/.test(feature)
          ? this.features[Number(feature)]
          : undefined
    if (found !== undefined) found.refused += 1
  }

  #addRow(row: readonly number[]) {
    const { features } = this
    for (let i = 0; i < features.length; i++) features[i]?.add(row[i] ?? Number.NaN)
    this.rows += 1
    this.#windowRows += 1
  }

  #turnIfLong() {
    const now = this.#now()
    if (now - this.#windowAt < WINDOW_MS) return
    this.#windowAt = now
    this.#previousRows = this.#windowRows
    this.#windowRows = 0
    for (const { counts } of this.features) counts.turn()
    for (const { labels, spreads } of this.answers) {
      labels.turn()
      for (const { counts } of spreads) counts.turn()
    }
  }
}

/** A name in a JSON pointer. */
const unescaped = (name: string) => name.replaceAll('~1', '/').replaceAll('~0', '~')
