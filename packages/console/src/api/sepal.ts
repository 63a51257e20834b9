import { CallFailure } from './call-failure.ts'
import type { Health, Labels, Metadata, Models, Services, StreamEvent } from './wire.ts'

/** The proxy that this page came from: the page is at `<address>/console`. */
export const ADDRESS = new URL('.', location.href).href.replace(/\/$/, '')

const JSON_TYPE = 'application/json'

export const sepal = {
  metadata: (signal?: AbortSignal) => asked<Metadata>('/metadata', { signal }),
  models: (signal?: AbortSignal) => asked<Models>('/models', { signal }),

  services: (signal?: AbortSignal) => asked<Services>('/services', { signal }),

  /** Whether each classifier answers now; a 503 only says that one of them does not. */
  async health(signal?: AbortSignal): Promise<Health> {
    return await (await answered('/health/all', { signal }, [200, 503])).json()
  },

  /** The labels of rows, by those classifiers that answer. */
  async labels(rows: readonly (readonly number[])[], signal?: AbortSignal): Promise<Labels> {
    const path = '/predict/label/batch?partial=true'
    const { prediction, missing = [] } = await asked<Labels>(path, posted({ data: rows }, signal))
    return { prediction, missing }
  },

  /** The labels of rows, by all classifiers. */
  wholeLabels: (rows: readonly (readonly number[])[], signal?: AbortSignal) =>
    asked<Pick<Labels, 'prediction'>>('/predict/label/batch?partial=false', posted({ data: rows }, signal)),

  /** The answers to a row as they land. */
  async *stream(row: readonly number[], signal?: AbortSignal): AsyncGenerator<StreamEvent, void> {
    const init = posted({ data: [row] }, signal)
    const headers = { ...init.headers, accept: 'application/x-ndjson' }
    const { body } = await answered('/predict/stream', { ...init, headers })
    if (body === null) return
    for await (const line of linesOf(body)) yield JSON.parse(line)
  },

  /** The rows that models were trained on, as CSV; nothing where the proxy has none. */
  async trainingData(file: string, signal?: AbortSignal): Promise<string | undefined> {
    const response = await fetch(`${ADDRESS}/console/data/${encodeURIComponent(file)}`, {
      signal: signal ?? null,
    })
    return response.ok ? await response.text() : undefined
  },
}

function posted(body: unknown, signal: AbortSignal | undefined) {
  return { method: 'POST', headers: { 'content-type': JSON_TYPE }, body: JSON.stringify(body), signal }
}

type Init = {
  method?: string
  headers?: Record<string, string>
  body?: string
  signal?: AbortSignal | undefined
}

async function asked<A>(path: string, init: Init): Promise<A> {
  return await (await answered(path, init)).json()
}

/** @throws CallFailure for anything but one of these statuses */
async function answered(path: string, { signal, ...init }: Init, statuses = [200]): Promise<Response> {
  const response = await fetch(ADDRESS + path, { ...init, signal: signal ?? null }).catch(
    (error: unknown) => {
      if (signal?.aborted) throw error
      throw new CallFailure(
        'unreachable',
        'The proxy cannot be reached',
        'it may be starting, or stopped',
        1000,
      )
    },
  )
  if (statuses.includes(response.status)) return response
  const problem = await response.json().catch(() => ({}))
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  throw new CallFailure(
    String(problem.code ?? response.status),
    String(problem.title ?? `The proxy answered ${response.status}`),
    String(problem.detail ?? ''),
    Number.isNaN(retryAfter) ? undefined : retryAfter * 1000,
  )
}

/** The lines of a body as they come, without those that only keep the connection open. */
async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string, void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield line
  }
}
