import { featureOf, type Manifest, type Output, outputOf, servedEntries } from '@sepal/ensemble'
import type { ModelCards } from '@sepal/proxy/model-cards'
import { Statistics } from '@sepal/proxy/statistics'
import { type AnswerCounts, answerDrifts } from '@sepal/proxy/statistics/answer-counts'
import type { TrainingDrift } from './findings.ts'
import type { Value } from './input/records.ts'

/** A feature or a classifier's answer: adds the value of a record, if it has one. */
type Counted = {
  rows: number
  readonly add: (members: ReadonlyMap<string, Value>) => boolean
  readonly drifts: () => Omit<TrainingDrift, 'rows'>[]
}

/**
 * How far a log is from what the model cards know of training, counted as the proxy does for its console. Features that
 * the log leaves out or hashes are not compared.
 */
export class TrainingCount {
  readonly #counted: readonly Counted[]

  constructor(manifest: Manifest, { cards, trainingData }: Pick<ModelCards, 'cards' | 'trainingData'>) {
    // Its windows turn with time: all rows are late where that stands still.
    const { features, answers } = new Statistics({ manifest, cards, trainingData, now: () => 0 })
    const outputs = new Map(
      Object.entries(servedEntries(manifest)).map(([name, entry]) => [name, outputOf(entry)]),
    )
    this.#counted = [
      ...features.map((counts): Counted => {
        const numberOf = numberReader(manifest, counts.name)
        return {
          rows: 0,
          add(members) {
            const number = numberOf(members)
            if (number !== undefined) counts.add(number)
            return number !== undefined
          },
          drifts: () => (counts.drift ? [{ column: `features.${counts.name}`, ...counts.drift }] : []),
        }
      }),
      ...answers.flatMap((counts) => {
        const output = outputs.get(counts.classifier)
        return output === undefined ? [] : [countedAnswers(counts, output)]
      }),
    ]
  }

  /** @param members of a decision, by their flat keys */
  add(members: ReadonlyMap<string, Value>) {
    for (const counted of this.#counted) if (counted.add(members)) counted.rows += 1
  }

  /** Of each feature and answer of which training is known and the log has rows. */
  get drifts(): TrainingDrift[] {
    return this.#counted.flatMap(({ rows, drifts }) => drifts().map((drift) => ({ ...drift, rows })))
  }
}

/** Reads a feature as models get it, NaN for a gap; `undefined` if the record does not have it, or not as it was. */
function numberReader(manifest: Manifest, name: string) {
  const { encode } = featureOf(name, manifest.features[name] ?? {})
  return (members: ReadonlyMap<string, Value>): number | undefined => {
    const value = members.get(`features.${name}`)
    if (value === null) return Number.NaN
    if (value === undefined) return undefined
    const number = encode ? encode(value, []) : value
    return typeof number === 'number' && !Number.isNaN(number) ? number : undefined
  }
}

function countedAnswers(counts: AnswerCounts, { classes, tag, width, numbersOf }: Output): Counted {
  const key = `answers.${counts.classifier}`
  return {
    rows: 0,
    add(members) {
      const answer =
        tag === 'probabilities' ? classes.map((name) => members.get(`${key}.${name}`)) : members.get(key)
      const numbers = numbersOf(answer)
      if (typeof numbers === 'string' || numbers.some(Number.isNaN)) return false
      counts.add({ data: Float64Array.from(numbers), at: 0, rows: 1, width }, 1)
      return true
    },
    drifts: () => answerDrifts(counts).map(({ of, drift }) => ({ column: `${key}, ${of}`, ...drift })),
  }
}
