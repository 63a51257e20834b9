import { createClient, type SepalError } from '@sepal/client'
import { CallFailure, failureOf } from './call-failure.ts'
import { keptKey, keyHeaders } from './key.ts'
import type {
  Answerer,
  DecisionRoute,
  Decisions,
  EnsembleInfo,
  Health,
  Metadata,
  Models,
  Prediction,
  Row,
  Services,
  Statistics,
  StreamEvent,
} from './wire.ts'

/** The proxy that this page came from: the page is at `<address>/console`. */
export const ADDRESS = new URL('.', location.href).href.replace(/\/$/, '')

/** Many rows may take longer than the proxy's own deadline, which is meant for a caller who waits for one, ms. */
const MANY_ROWS_MS = 5000

/** The page retries by itself, and says so. */
const client = createClient(ADDRESS, { retries: 0, key: keptKey })

/**
 * What the page asks the proxy for. The client is typed by the ensemble of this repository, but the page may belong to
 * another: the types of `wire.ts` name no classifier, no feature and no kind of decision.
 * Every call throws a CallFailure when there is no answer.
 */
export const sepal = {
  metadata: async (signal: AbortSignal): Promise<Metadata> => dataOf(await client.metadata.get({ signal })),
  models: async (signal: AbortSignal): Promise<Models> => dataOf(await client.models.get({ signal })),

  /** What the API does not say of the ensemble. It is a file of the page. */
  async ensemble(signal: AbortSignal): Promise<EnsembleInfo> {
    const headers = keyHeaders()
    const response = await fetch(`${ADDRESS}/console/ensemble`, { headers, signal }).catch(
      (cause: unknown) => {
        throw new CallFailure(
          'unreachable',
          'The proxy cannot be reached',
          'it may be starting, or stopped',
          {
            cause,
          },
        )
      },
    )
    if (response.status === 401) {
      throw new CallFailure('unauthorized', 'The proxy asks for a key', 'sepal key new NAME makes one')
    }
    if (response.status === 403) {
      throw new CallFailure('forbidden', 'The key does not allow this', 'it needs the scope operate')
    }
    if (!response.ok) {
      throw new CallFailure('unexpected-answer', 'The console was not found', `status ${response.status}`)
    }
    return await response.json()
  },

  /** How every classifier does, as seen by the proxy that answered. */
  async services(signal: AbortSignal): Promise<{ services: Services; proxy: Answerer }> {
    const result = await client.services.get({ signal })
    const services = dataOf(result)
    const headers = result.response?.headers
    const sharesPort = headers?.get('x-proxy-shares-port') === 'true'
    return { services, proxy: { name: headers?.get('x-proxy') ?? '', sharesPort } }
  },

  /** What models are asked and say; `undefined` where that is not counted. */
  async statistics(signal: AbortSignal): Promise<Statistics | undefined> {
    const { data, error } = await client.statistics.get({ signal })
    if (error === null) return data
    if (error.status === 404) return undefined
    throw failureOf(error)
  },

  /** Whether each classifier answers now; a 503 that says which one does not is an answer too. */
  async health(signal: AbortSignal): Promise<Health> {
    const { data, error } = await client.health.all.get({ signal })
    if (error === null) return data
    if (error.status === 503) return error.value
    throw failureOf(error)
  },

  /** The decisions on rows, by those classifiers that answer. */
  async decisions(route: DecisionRoute, rows: readonly Row[], signal: AbortSignal): Promise<Decisions> {
    const query = { partial: true as const }
    return dataOf(await decided(route).batch.post(bodyOf(rows), { signal, query }))
  },

  /** The decisions on rows, by all classifiers. */
  async wholeDecisions(
    route: DecisionRoute,
    rows: readonly Row[],
    signal: AbortSignal,
  ): Promise<readonly unknown[]> {
    const options = { signal, timeoutMs: MANY_ROWS_MS }
    return dataOf(await decided(route).batch.post(bodyOf(rows), options)).prediction
  },

  /** Every classifier's answers to rows. */
  async wholePredictions(
    rows: readonly Row[],
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, readonly Prediction[]>>> {
    const answers: Readonly<Record<string, { prediction: readonly Prediction[] }>> = dataOf(
      await client.predict.batch.post(bodyOf(rows), { signal, timeoutMs: MANY_ROWS_MS }),
    )
    return Object.fromEntries(Object.entries(answers).map(([name, { prediction }]) => [name, prediction]))
  },

  /** The answers to a row as they land. */
  async *stream(
    row: Row,
    { leavesOneOut, signal }: { leavesOneOut: boolean; signal: AbortSignal },
  ): AsyncGenerator<StreamEvent, void> {
    try {
      const query = leavesOneOut ? { leaveOneOut: true } : {}
      yield* dataOf(await client.predict.stream.post(bodyOf([row]), { signal, query }))
    } catch (error) {
      throw failureOf(error)
    }
  },

  /** The rows that models were trained on, as CSV, if the proxy has them. It is a file of the page. */
  async trainingData(file: string, signal: AbortSignal): Promise<string | undefined> {
    const response = await fetch(`${ADDRESS}/console/data/${encodeURIComponent(file)}`, {
      headers: keyHeaders(),
      signal,
    })
    return response.ok ? await response.text() : undefined
  },
}

/** The routes of a decision, of which an ensemble has one at most. */
function decided(route: DecisionRoute): typeof client.predict.label {
  // The client has any path when it runs; its types know the one of this repository's ensemble.
  return (client.predict as unknown as Record<DecisionRoute, typeof client.predict.label>)[route]
}

/** A body as it is typed here: the values of another ensemble's rows may be text, booleans and gaps. */
function bodyOf(rows: readonly Row[]) {
  return { data: rows as readonly (readonly number[])[] }
}

type Result<D> = { data: D; error: null } | { data: null; error: SepalError }

function dataOf<D>(result: Result<D>): D {
  if (result.error !== null) throw failureOf(result.error)
  return result.data
}
