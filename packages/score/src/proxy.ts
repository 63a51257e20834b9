import { createClient } from '@sepal/client'
import { UsageError } from '@sepal/command-line'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { Feature } from './format/columns.ts'
import { ProxyError } from './score-error.ts'
import type { Ask, Asked } from './scorer.ts'

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
  features: Type.Array(Type.Object({ name: Type.String(), unit: Type.String() })),
  prediction_sample: Type.Record(Type.String(), Type.Unknown()),
})

/** A restart of the proxy, or of a classifier, is waited for. */
const RETRIES = 8

/** What fails with these may work with fewer rows. */
const TOO_MUCH: readonly unknown[] = ['body-too-large', 'deadline-exceeded', 'timeout']

/**
 * Asks a proxy what it takes and gives.
 * @throws UsageError when the address is none
 * @throws ProxyError when no proxy answers there
 */
export async function findEnsemble({
  url,
  timeoutMs,
  eachClassifier,
  signal,
}: ProxyOptions): Promise<Ensemble> {
  const client = clientOf(url, timeoutMs)
  const { data, error } = await client.metadata.get({ signal, retries: 0 })
  if (error !== null) {
    const advice =
      error.code === 'unreachable' ? '; is it running (bun start), or is it elsewhere (--url)?' : ''
    throw new ProxyError(`${url} does not say what it takes: ${error.message}${advice}`)
  }
  // The types are those of a proxy; what is there may be a classifier, or another server altogether.
  if (!Value.Check(Described, data)) {
    throw new ProxyError(`what answers at ${url} is no proxy of Sepal; --url says where that is`)
  }
  const { features } = data
  if (!eachClassifier) {
    const ask: Ask = async (rows, signal) => {
      const answer = await client.predict.label.batch.post({ data: rows }, { signal })
      if (answer.error !== null) return refusal(answer.error)
      const { prediction } = answer.data
      return { columns: [prediction.map(({ label }) => label), prediction.map(({ proba }) => proba)] }
    }
    return { features, columns: ['label', 'proba'], ask }
  }
  const names = Object.keys(data.prediction_sample).map((service) => service.replace(/^service_/, ''))
  const ask: Ask = async (rows, signal) => {
    const answer = await client.predict.batch.post({ data: rows }, { signal })
    if (answer.error !== null) return refusal(answer.error)
    // The client knows the names of the ensemble that it was built for; this one may be another.
    const answers: Readonly<Record<string, { prediction: readonly (readonly number[])[] }>> = answer.data
    return {
      columns: names.map((name) => (answers[name]?.prediction ?? []).map(([first = Number.NaN]) => first)),
    }
  }
  return { features, columns: names, ask }
}

function clientOf(url: string, timeoutMs: number) {
  try {
    return createClient(url, { timeoutMs, retries: RETRIES })
  } catch (cause) {
    throw new UsageError(`--url: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

function refusal({ code, message }: { code: unknown; message: string }): Asked {
  return TOO_MUCH.includes(code) ? { tooMuch: message } : { failed: message }
}
