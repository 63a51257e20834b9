import { createClient } from '@sepal/client'
import { UsageError } from '@sepal/command-line'
import { type Feature, isKind, type NewColumn } from '@sepal/tabular'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { type Address, addressOf } from './address.ts'
import { reasonOf } from './refusal.ts'
import { ProxyError } from './score-error.ts'
import type { Ask, Asked, Rows, Unanswerable } from './scorer.ts'

export type ProxyOptions = {
  url: string
  /** how long one request may take, ms */
  timeoutMs: number
  /** a column for each classifier instead of the label and its probability */
  eachClassifier: boolean
  signal: AbortSignal
}

/** An ensemble as far as scoring knows it. */
export type Ensemble = {
  features: readonly Feature[]
  /** what each score is called */
  columns: readonly string[]
  ask: Ask
}

/** What is needed of a proxy's own description. */
const Described = Type.Object({
  features: Type.Array(
    Type.Object({
      name: Type.String(),
      unit: Type.Optional(Type.String()),
      kind: Type.Optional(Type.String()),
      values: Type.Optional(Type.Array(Type.String())),
      missing: Type.Optional(Type.Object({})),
    }),
  ),
  prediction_sample: Type.Record(Type.String(), Type.Unknown()),
})

/** What a refusal says of the rows that some classifier has no answer to. */
const UnanswerableRows = Type.Object({
  classifiers: Type.Record(
    Type.String(),
    Type.Object({
      detail: Type.Optional(Type.String()),
      rows: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }))),
    }),
  ),
})

/** A restart of the proxy, of a classifier, or of what a gateway reaches them by, is waited for. */
const RETRIES = 8

/** What fails with these may work with fewer rows. */
const TOO_MUCH: readonly unknown[] = ['body-too-large', 'deadline-exceeded', 'timeout']

/** What fails with these may have one row to blame, which is found by asking for fewer. */
const SPOILT: readonly unknown[] = ['bad-classifier-answer', 'internal']

/**
 * Asks a proxy what it takes and gives.
 * @throws UsageError when the address is none
 * @throws ProxyError when no proxy answers there
 */
export async function findEnsemble(options: ProxyOptions): Promise<Ensemble> {
  const { eachClassifier, signal } = options
  const address = addressOf(options.url)
  const client = clientOf(address, options.timeoutMs)
  const { data, error, response } = await client.metadata.get({ signal, retries: 0 })
  if (error !== null) {
    throw new ProxyError(`${address.url} cannot be asked: ${reasonOf(error, response, address)}`)
  }
  // The types are those of a proxy; what is there may be a classifier, or another server altogether.
  if (!Value.Check(Described, data)) {
    throw new ProxyError(`what answers at ${address.url} is no proxy of Sepal; --url says where that is`)
  }
  const features = data.features.map(featureOf)
  if (!eachClassifier) {
    const ask: Ask = async (rows, signal) => {
      const answer = await client.predict.label.batch.post({ data: numbersOf(rows) }, { signal })
      if (answer.error !== null) return refusal(answer.error, answer.response, address)
      const { prediction } = answer.data
      return { columns: [prediction.map(({ label }) => label), prediction.map(({ proba }) => proba)] }
    }
    return { features, columns: ['label', 'proba'], ask }
  }
  const names = Object.keys(data.prediction_sample).map((service) => service.replace(/^service_/, ''))
  const ask: Ask = async (rows, signal) => {
    const answer = await client.predict.batch.post({ data: numbersOf(rows) }, { signal })
    if (answer.error !== null) return refusal(answer.error, answer.response, address)
    // The client knows the names of the ensemble that it was built for; this one may be another.
    const answers: Readonly<Record<string, { prediction: readonly Answer[] }>> = answer.data
    return { columns: names.map((name) => columnOf(answers[name]?.prediction ?? [])) }
  }
  return { features, columns: names, ask }
}

/** What a classifier answers to a row: probabilities, a number or a label. */
type Answer = readonly number[] | number | string

/** Of probabilities the first one, which is that of the classifier's own class. */
function columnOf(answers: readonly Answer[]): NewColumn {
  const values = answers.map((answer) => (typeof answer === 'object' ? (answer[0] ?? Number.NaN) : answer))
  // A classifier answers every row with the same kind of value; its type does not say so.
  return values as NewColumn
}

/** @throws ProxyError for a kind that a newer proxy may know */
function featureOf({ kind = 'number', ...feature }: Static<typeof Described>['features'][number]): Feature {
  if (isKind(kind)) return { ...feature, kind }
  throw new ProxyError(
    `the feature ${feature.name} is a ${kind}, which is not known here; a newer version may know it`,
  )
}

/** The client's types are of an ensemble of numbers; a row has what the proxy says that it takes. */
const numbersOf = (rows: Rows) => rows as readonly (readonly number[])[]

function clientOf({ url, authorization }: Address, timeoutMs: number) {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
  try {
    return createClient(url, { timeoutMs, retries: RETRIES, headers })
  } catch (cause) {
    throw new UsageError(`--url: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

type Refused = { code: unknown; message: string; value: unknown; cause?: unknown }

function refusal(error: Refused, response: Response | undefined, address: Address): Asked {
  if (TOO_MUCH.includes(error.code)) return { tooMuch: error.message }
  if (error.code === 'unanswerable-row')
    return { unanswerable: unanswerableIn(error.value), message: error.message }
  if (SPOILT.includes(error.code)) return { spoilt: error.message }
  return { failed: reasonOf(error, response, address) }
}

function unanswerableIn(problem: unknown): Unanswerable[] {
  if (!Value.Check(UnanswerableRows, problem)) return []
  return Object.entries(problem.classifiers).flatMap(([name, { detail = 'it has no answer', rows = [] }]) =>
    rows.map((row) => ({ row, reason: `${name}: ${detail}` })),
  )
}
