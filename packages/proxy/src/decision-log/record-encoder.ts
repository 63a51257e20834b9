import { featureNames, featureOf, type Manifest, type Output, outputOf, servedEntries } from '@sepal/ensemble'
import { microseconds } from '@sepal/server'
import { type AnswerRows, startOf } from '../core/answer-rows.ts'
import type { AnsweredRequest } from '../core/answered-request.ts'
import type { ColumnRule } from './column-rules.ts'
import { addFlat } from './flat-members.ts'

export type EncoderOptions = {
  /** of each feature */
  rules: readonly ColumnRule[]
  /** the SHA-256 of the model that a classifier serves, in hexadecimal; `undefined` until it is known */
  shaOf: (classifier: string) => string | undefined
}

/** Digits of a SHA-256 in a record, as in an abbreviated commit. */
const SHA_DIGITS = 12

/** A record while it is put together. */
export type RecordMembers = Record<string, unknown>

type AddFeature = (record: RecordMembers, number: number, texts: readonly string[]) => void
type AddAnswer = (record: RecordMembers, found: AnswerRows, row: number) => void

/**
 * Writes answered requests as NDJSON, a record a row. All members are flat, such as `features.age`, and all keys of an
 * ensemble are put together beforehand: there are as many records as rows. A record is an object that the engine writes
 * as a whole: text put together from its pieces took five times as long.
 */
export class RecordEncoder {
  readonly #features: readonly (AddFeature | undefined)[]
  readonly #served: readonly { name: string; add: AddAnswer; outcome: string; model: string }[]

  #shas: readonly string[] = []

  constructor(
    manifest: Manifest,
    private readonly options: EncoderOptions,
  ) {
    this.#features = featureNames(manifest).map((name, place) =>
      featureAdder(manifest, name, options.rules[place] ?? 'plain'),
    )
    this.#served = Object.entries(servedEntries(manifest)).map(([name, entry]) => ({
      name,
      add: answerAdder(name, outputOf(entry)),
      outcome: `outcomes.${name}`,
      model: `models.${name}`,
    }))
    this.refresh()
  }

  /** Looks up which models are served, for the records that follow. */
  refresh() {
    this.#shas = this.#served.map(({ name }) => this.options.shaOf(name)?.slice(0, SHA_DIGITS) ?? '')
  }

  /**
   * The records of some rows of a request.
   * @param time when it was answered, ISO 8601
   */
  records(answered: AnsweredRequest, time: string, { from, to }: { from: number; to: number }): string {
    let text = ''
    for (let row = from; row < to; row++) text += `${JSON.stringify(this.#record(answered, time, row))}\n`
    return text
  }

  #record(answered: AnsweredRequest, time: string, row: number): RecordMembers {
    const { requestId, route, rows, outcomes, decisions, code, key } = answered
    const record: RecordMembers = {
      type: 'decision',
      time,
      request: requestId,
      row,
      route,
      ms: microseconds(answered.ms),
      outcome: outcomeOf(answered),
    }
    if (code !== undefined) record.code = code
    if (key !== undefined) record.key = key
    const numbers = rows.rows[row] ?? []
    for (let place = 0; place < this.#features.length; place++) {
      this.#features[place]?.(record, numbers[place] ?? Number.NaN, rows.texts)
    }
    for (let place = 0; place < this.#served.length; place++) {
      const [served, found] = [this.#served[place], outcomes[place]]
      if (served === undefined || found === undefined) continue
      record[served.outcome] = found.kind
      if (found.kind !== 'ok') continue
      record[served.model] = this.#shas[place]
      served.add(record, found.value, row)
    }
    if (decisions !== undefined) addFlat(record, 'decision', decisions[row])
    return record
  }
}

function outcomeOf({ code, outcomes }: AnsweredRequest): 'answered' | 'partial' | 'refused' {
  if (code !== undefined) return 'refused'
  return outcomes.every((outcome) => outcome === undefined || outcome.kind === 'ok') ? 'answered' : 'partial'
}

/** Adds the member of a feature; none if it is left out. What JSON has no number for is written as null. */
function featureAdder(manifest: Manifest, name: string, rule: ColumnRule): AddFeature | undefined {
  if (rule === 'omit') return undefined
  const { decode } = featureOf(name, manifest.features[name] ?? {})
  const key = `features.${name}`
  if (rule === 'plain') {
    return (record, number, texts) => {
      record[key] = decode(number, texts)
    }
  }
  return (record, number, texts) => {
    const value = decode(number, texts)
    record[key] = value === null ? null : rule(value)
  }
}

/** Adds the members of an answer: one for each class, or one for the value, the score or the label. */
function answerAdder(name: string, { width, classes, answerOf }: Output): AddAnswer {
  const key = `answers.${name}`
  if (width === 1) {
    return (record, found, row) => {
      record[key] = answerOf(found.data, startOf(found, row))
    }
  }
  const keys = Array.from({ length: width }, (_, k) => `${key}.${classes[k] ?? k}`)
  return (record, found, row) => {
    const at = startOf(found, row)
    for (let k = 0; k < width; k++) record[keys[k] ?? key] = found.data[at + k]
  }
}
