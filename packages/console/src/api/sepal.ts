import { createClient, type SepalError } from '@sepal/client'
import { failureOf } from './call-failure.ts'
import type { Answerer, Decision, Health, Labels, Metadata, Models, Services, StreamEvent } from './wire.ts'

/** The proxy that this page came from: the page is at `<address>/console`. */
export const ADDRESS = new URL('.', location.href).href.replace(/\/$/, '')

/** The page asks again by itself, and says so. */
const client = createClient(ADDRESS, { retries: 0 })

type Rows = readonly (readonly number[])[]

/**
 * What the page asks the proxy for. The client is typed by the ensemble of this repository, but the page may be in
 * front of another: the types of `wire.ts` name no classifier.
 * Every call throws a CallFailure when there is no answer.
 */
export const sepal = {
  metadata: async (signal: AbortSignal): Promise<Metadata> => dataOf(await client.metadata.get({ signal })),
  models: async (signal: AbortSignal): Promise<Models> => dataOf(await client.models.get({ signal })),

  /** How every classifier does, as the proxy sees it that has answered. */
  async services(signal: AbortSignal): Promise<{ services: Services; proxy: Answerer }> {
    const result = await client.services.get({ signal })
    const services = dataOf(result)
    const headers = result.response?.headers
    const sharesPort = headers?.get('x-proxy-shares-port') === 'true'
    return { services, proxy: { name: headers?.get('x-proxy') ?? '', sharesPort } }
  },

  /** Whether each classifier answers now; that one does not is an answer too. */
  async health(signal: AbortSignal): Promise<Health> {
    const { data, error } = await client.health.all.get({ signal })
    if (error === null) return data
    if (error.status === 503) return error.value
    throw failureOf(error)
  },

  /** The labels of rows, by those classifiers that answer. */
  async labels(rows: Rows, signal: AbortSignal): Promise<Labels> {
    return dataOf(await client.predict.label.batch.post({ data: rows }, { signal, query: { partial: true } }))
  },

  /** The labels of rows, by all classifiers. */
  async wholeLabels(rows: Rows, signal: AbortSignal): Promise<readonly Decision[]> {
    return dataOf(await client.predict.label.batch.post({ data: rows }, { signal })).prediction
  },

  /** The answers to a row as they land. */
  async *stream(row: readonly number[], signal: AbortSignal): AsyncGenerator<StreamEvent, void> {
    try {
      yield* dataOf(await client.predict.stream.post({ data: [row] }, { signal }))
    } catch (error) {
      throw failureOf(error)
    }
  },

  /** The rows that models were trained on, as CSV; nothing where the proxy has none. It is a file of the page. */
  async trainingData(file: string, signal: AbortSignal): Promise<string | undefined> {
    const response = await fetch(`${ADDRESS}/console/data/${encodeURIComponent(file)}`, { signal })
    return response.ok ? await response.text() : undefined
  },
}

type Result<D> = { data: D; error: null } | { data: null; error: SepalError }

function dataOf<D>(result: Result<D>): D {
  if (result.error !== null) throw failureOf(result.error)
  return result.data
}
