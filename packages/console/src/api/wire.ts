import type { Kind } from '@sepal/tabular'

/** A feature of a row, as `GET /metadata` has it. */
export type Feature = {
  name: string
  unit: string
  range: readonly number[]
  /** a number unless it says otherwise */
  kind?: Kind
  /** of a category */
  values?: readonly string[]
  /** there if a value may be null */
  missing?: object
}

export type Metadata = {
  features: readonly Feature[]
  data_sample: readonly (readonly number[])[]
}

/** What `GET /models` says of one classifier's model. What a card has in it is up to who wrote it. */
export type Model = { classes: readonly string[]; sha256?: string; card?: Readonly<Record<string, unknown>> }
export type Models = Readonly<Record<string, Model>>

export type Decision = { proba: number; label: string }
export type Failed = { code: string; detail: string }

/** One event of `POST /predict/stream`. */
export type StreamEvent =
  | { event: 'prediction'; data: { classifier: string; prediction: readonly number[]; ms: number } }
  | { event: 'error'; data: { classifier: string; error: Failed; ms: number } }
  | { event: 'label'; data: { prediction: Decision; complete: boolean; missing: readonly string[] } }
  | { event: 'done'; data: { ms: number } }

/** Labels of many rows, and who had no part in them. */
export type Labels = { prediction: readonly Decision[]; missing: readonly string[] }

/** What `GET /services` says of one classifier. Counts are since the proxy's start. */
export type Service = {
  waitingRows: number
  requests: number
  rows: number
  calls: number
  rowsSent: number
  outcomes: Readonly<Record<'ok', number>> & Readonly<Record<string, number>>
  latency: { p50Ms: number | null; p99Ms: number | null }
  replicas: readonly Replica[]
}
/** Which of several proxies on one address has answered. */
export type Answerer = { name: string; sharesPort: boolean }

export type Services = Readonly<Record<string, Service>>

export type Replica = {
  address: string
  state: 'closed' | 'open' | 'half-open' | 'not-ready'
  callsUnderWay: number
  latencyMs: number
}

/** What `GET /health/all` says of each classifier. */
export type Health = Readonly<Record<string, { health: 'ok' } | { health: 'unavailable'; detail: string }>>
