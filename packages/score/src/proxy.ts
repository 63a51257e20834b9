import { createClient } from '@sepal/client'
import { UsageError } from '@sepal/command-line'
import {
  type AnsweringClassifier,
  type ClassifierAnswer,
  classifierColumns,
  decisionColumns,
  type Feature,
  isKind,
} from '@sepal/tabular'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { type Address, addressOf } from './address.ts'
import { asNumbers, type DecisionRoute, decisionsBy, findDecisionRoute } from './decision-route.ts'
import { reasonOf } from './refusal.ts'
import { ProxyError } from './score-error.ts'
import type { Ask, Asked, Unanswerable } from './scorer.ts'

export type ProxyOptions = {
  url: string
  /** what the proxy wants to be shown, if anything */
  key?: string | undefined
  /** how long one request may take, ms */
  timeoutMs: number
  /** columns of each classifier's answers instead of the decision's */
  eachClassifier: boolean
  signal: AbortSignal
}

/** An ensemble as far as scoring knows it. */
export type Ensemble = {
  features: readonly Feature[]
  /** the names of the new columns */
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
  data_sample: Type.Array(
    Type.Array(Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()])),
  ),
  prediction_sample: Type.Record(
    Type.String(),
    Type.Union([Type.Number(), Type.String(), Type.Array(Type.Number())]),
  ),
})
type Described = Static<typeof Described>

/** What is needed of the description of the models. */
const Models = Type.Record(Type.String(), Type.Object({ classes: Type.Optional(Type.Array(Type.String())) }))

/** What a refusal says of the rows that some classifier has no answer to. */
const UnanswerableRows = Type.Object({
  classifiers: Type.Record(
    Type.String(),
    Type.Object({
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
  const address = addressOf(options.url, options.key)
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
  const asked = { client, address, signal }
  const route = eachClassifier ? undefined : await findDecisionRoute(address, signal)
  const answering = route === undefined ? await classifiersOf(asked, data) : decisionOf(asked, route)
  return { features, ...answering }
}

type Client = ReturnType<typeof createClient>
type Asking = { client: Client; address: Address; signal: AbortSignal }
type Answering = Pick<Ensemble, 'columns' | 'ask'>

/** Asks for decisions. */
function decisionOf({ client, address }: Asking, { name, example }: DecisionRoute): Answering {
  const { names, valuesOf } = decisionColumns(name, example)
  const post = decisionsBy(client, name)
  const ask: Ask = async (rows, signal) => {
    const answer = await post(rows, signal)
    if (answer.error !== null) return refusal(answer.error, answer.response, address)
    return { columns: valuesOf(answer.data.prediction) }
  }
  return { columns: names, ask }
}

/** Asks every classifier for its own answers. */
async function classifiersOf(
  { client, address, signal }: Asking,
  { prediction_sample }: Described,
): Promise<Answering> {
  const models: { data: unknown; error: { code: unknown } | null } = await client.models.get({ signal })
  if (models.error?.code === 'forbidden') {
    throw new ProxyError('--each-classifier needs a key that also has the scope operate, for GET /models')
  }
  const described = Value.Check(Models, models.data) ? models.data : {}
  const classifiers = Object.entries(prediction_sample).map(([service, example]): AnsweringClassifier => {
    const name = service.replace(/^service_/, '')
    return { name, classes: described[name]?.classes ?? [], example }
  })
  const { names, valuesOf } = classifierColumns(classifiers)
  const ask: Ask = async (rows, signal) => {
    const answer = await client.predict.batch.post({ data: asNumbers(rows) }, { signal })
    if (answer.error !== null) return refusal(answer.error, answer.response, address)
    // The client knows the names of the ensemble that it was built for; this one may be another.
    const answers: Readonly<Record<string, { prediction: readonly ClassifierAnswer[] }>> = answer.data
    return {
      columns: valuesOf(
        Object.fromEntries(Object.entries(answers).map(([name, { prediction }]) => [name, prediction])),
      ),
    }
  }
  return { columns: names, ask }
}

/** @throws ProxyError for a kind that a newer proxy may know */
function featureOf({ kind = 'number', ...feature }: Described['features'][number]): Feature {
  if (isKind(kind)) return { ...feature, kind }
  throw new ProxyError(
    `the feature ${feature.name} is a ${kind}, which is not known here; a newer version may know it`,
  )
}

function clientOf({ url, headers }: Address, timeoutMs: number) {
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
  // Its `detail` counts the rows of the request, which nobody sees here.
  return Object.entries(problem.classifiers).flatMap(([name, { rows = [] }]) =>
    rows.map((row) => ({ row, reason: `${name}: its model has no answer to this row` })),
  )
}
