import {
  featureNames,
  featureOf,
  type Manifest,
  type Output,
  outputOf,
  servedEntries,
  type WireValue,
} from '@sepal/ensemble'
import { microseconds } from '@sepal/server'
import { type AnswerRows, startOf } from '../core/answer-rows.ts'
import type { AnsweredRequest } from '../core/answered-request.ts'
import type { ColumnRule } from './column-rules.ts'
import { flatMembers, memberStart, numberText } from './record-text.ts'

export type EncoderOptions = {
  /** of each feature */
  rules: readonly ColumnRule[]
  /** the SHA-256 of the model that a classifier serves, in hexadecimal; `undefined` until it is known */
  shaOf: (classifier: string) => string | undefined
}

/** Digits of a SHA-256 in a record, as in an abbreviated commit. */
const SHA_DIGITS = 12

type WriteFeature = (number: number, texts: readonly string[]) => string
type WriteAnswer = (found: AnswerRows, row: number) => string

/**
 * Writes answered requests as NDJSON, a record a row. All members are flat, such as `features.age`, and all of an
 * ensemble's keys are put together beforehand: there are as many records as rows.
 */
export class RecordEncoder {
  readonly #features: readonly (WriteFeature | undefined)[]
  readonly #served: readonly { name: string; write: WriteAnswer; outcome: string; model: string }[]

  constructor(
    manifest: Manifest,
    private readonly options: EncoderOptions,
  ) {
    this.#features = featureNames(manifest).map((name, place) =>
      featureWriter(manifest, name, options.rules[place] ?? 'plain'),
    )
    this.#served = Object.entries(servedEntries(manifest)).map(([name, entry]) => ({
      name,
      write: answerWriter(name, outputOf(entry)),
      outcome: memberStart(`outcomes.${name}`),
      model: memberStart(`models.${name}`),
    }))
  }

  /**
   * The records of some rows of a request.
   * @param time when it was answered, ISO 8601
   */
  records(answered: AnsweredRequest, time: string, { from, to }: { from: number; to: number }): string {
    const { requestId, route, rows, outcomes, decisions, ms } = answered
    const isWhole = outcomes.every((outcome) => outcome === undefined || outcome.kind === 'ok')
    const outcome = answered.code === undefined ? (isWhole ? 'answered' : 'partial') : 'refused'
    const head = `{"type":"decision","time":"${time}","request":"${requestId}","row":`
    const common =
      `,"route":"${route}","ms":${microseconds(ms)},"outcome":"${outcome}"` +
      (answered.code === undefined ? '' : `,"code":"${answered.code}"`) +
      (answered.key === undefined ? '' : `,"key":${JSON.stringify(answered.key)}`)
    const tail = this.#told(answered)
    let text = ''
    for (let row = from; row < to; row++) {
      const numbers = rows.rows[row] ?? []
      text += head + row + common
      for (const [place, write] of this.#features.entries()) {
        if (write !== undefined) text += write(numbers[place] ?? Number.NaN, rows.texts)
      }
      for (const [place, { write }] of this.#served.entries()) {
        const found = outcomes[place]
        if (found?.kind === 'ok') text += write(found.value, row)
      }
      text += tail
      if (decisions !== undefined) text += flatMembers('decision', decisions[row])
      text += '}\n'
    }
    return text
  }

  /** What became of each classifier that was asked, and its model. */
  #told({ outcomes }: AnsweredRequest): string {
    let text = ''
    for (const [place, { name, outcome, model }] of this.#served.entries()) {
      const found = outcomes[place]
      if (found === undefined) continue
      text += `${outcome}"${found.kind}"`
      if (found.kind === 'ok') text += `${model}"${this.options.shaOf(name)?.slice(0, SHA_DIGITS) ?? ''}"`
    }
    return text
  }
}

/** Writes the member of a feature; none if it is left out. */
function featureWriter(manifest: Manifest, name: string, rule: ColumnRule): WriteFeature | undefined {
  if (rule === 'omit') return undefined
  const { kind, decode } = featureOf(name, manifest.features[name] ?? {})
  const start = memberStart(`features.${name}`)
  if (rule !== 'plain') {
    const hashed = (value: WireValue) => (value === null ? 'null' : `"${rule(value)}"`)
    return (number, texts) => start + hashed(decode(number, texts))
  }
  if (kind === 'number' || kind === 'integer') return (number) => start + numberText(number)
  return (number, texts) => start + JSON.stringify(decode(number, texts))
}

/** Writes the members of an answer: one for each class, or one for the value, the score or the label. */
function answerWriter(name: string, { width, classes, answerOf }: Output): WriteAnswer {
  const start = memberStart(`answers.${name}`)
  if (width === 1) {
    return (found, row) => {
      const answer = answerOf(found.data, startOf(found, row))
      return start + (typeof answer === 'number' ? numberText(answer) : JSON.stringify(answer))
    }
  }
  const starts = Array.from({ length: width }, (_, k) => memberStart(`answers.${name}.${classes[k] ?? k}`))
  return (found, row) => {
    const at = startOf(found, row)
    let text = ''
    for (let k = 0; k < width; k++) text += starts[k] + numberText(found.data[at + k] ?? Number.NaN)
    return text
  }
}
