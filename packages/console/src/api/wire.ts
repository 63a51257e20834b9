/** A value of a row; `null` is a gap. */
export type Value = number | string | boolean | null
export type Row = readonly Value[]

/** A feature of a row, as `GET /metadata` describes it. `missing` is there where a value may be `null`. */
export type Feature = NumericFeature | PlainFeature | CategoryFeature
export type NumericFeature = {
  name: string
  kind?: 'number' | 'integer'
  unit?: string
  range?: readonly number[]
  missing?: object
}
export type CategoryFeature = { name: string; kind: 'category'; values: readonly string[]; missing?: object }
type PlainFeature = { name: string; kind: 'boolean' | 'text'; missing?: object }

export type Metadata = {
  features: readonly Feature[]
  data_sample: readonly Row[]
}

/** What `GET /console/ensemble` says of the whole. */
export type EnsembleInfo = {
  name: string
  /** the strategy */
  combine: string
  /** the last part of the path of the decision's routes; `null` if nothing is decided */
  decision: DecisionRoute | null
}
export type DecisionRoute = 'label' | 'value' | 'decision'

/** What `GET /models` says of one classifier's model. The content of a card is up to its author. */
export type Model = {
  classes?: readonly string[]
  /** the kind of its answers and what is known of it; absent for probabilities */
  output?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  sha256?: string
  /** what was changed in memory when it was loaded */
  repairs?: readonly string[]
  card?: Readonly<Record<string, unknown>>
}
export type Models = Readonly<Record<string, Model>>

/** A classifier's answer to one row: probabilities, a value or score, or a label. */
export type Prediction = readonly number[] | number | string

export type Failed = { code: string; detail: string }

/** One event of `POST /predict/stream`. */
export type StreamEvent =
  | { event: 'prediction'; data: { classifier: string; prediction: Prediction; ms: number } }
  | { event: 'error'; data: { classifier: string; error: Failed; ms: number } }
  | { event: DecisionRoute; data: Decided | Undecided }
  | { event: 'done'; data: { ms: number } }

export type Decided = {
  prediction: unknown
  missing: readonly string[]
  /** the decision without each classifier that answered; `null` where the others are too few */
  leaveOneOut?: Readonly<Record<string, unknown>>
}

/** What an ensemble's own code failed with. */
export type Undecided = { error: Failed }

/** Decisions on many rows, and the classifiers that had no part in them. */
export type Decisions = { prediction: readonly unknown[]; missing: readonly string[] }

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
  state: 'closed' | 'open' | 'half-open' | 'silent' | 'not-ready' | 'mismatched'
  callsUnderWay: number
  latencyMs: number
}

/** How a figure is spread: rows of late, and those in training where they are known. */
export type Distribution = {
  of: string
  bins: readonly { is: string; late: number; training?: number }[]
  drift?: Drift
}
/** The population stability index, and what it exceeds once in a thousand times without drift. */
export type Drift = { psi: number; psiByChance: number }

/** What `GET /statistics` says. */
export type Statistics = {
  rows: number
  lateRows: number
  /** with fewer late rows, nothing is told of drift */
  enoughRows: number
  disagreement?: { rows: number; disagreeing: number }
  features: readonly { name: string; missing: number; refused: number; distribution?: Distribution }[]
  classifiers: readonly { name: string; distributions: readonly Distribution[] }[]
}

/** What `GET /health/all` says of each classifier. */
export type Health = Readonly<Record<string, { health: 'ok' } | { health: 'unavailable'; detail: string }>>
