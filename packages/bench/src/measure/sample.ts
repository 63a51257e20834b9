/** What a load tool saw. */
export type LoadResult = {
  /** successful answers */
  answered: number
  /** other answers, and unanswered requests */
  errors: number
  /** answers outside the measured time, which processor times and calls include */
  answeredBesides?: number
  durationMs: number
  /** NaN where single requests are not timed */
  p50Ms: number
  p99Ms: number
  p999Ms: number
  /** share of the requests that were answered, where refusals are what is measured */
  shareAnswered?: number
  /** rows of bulk callers beside these requests, and the share of their requests that were answered */
  bulk?: { rows: number; rowsPerSecond: number; shareAnswered?: number }
  /** of a constant-rate tool: how late it was itself with 99 % of the requests, ms */
  toolLagP99Ms?: number
  /** of a constant-rate tool: the requests per second it was to send */
  offeredPerSecond?: number
}

/** One process of a contestant over a measurement. */
export type ProcessSample = {
  name: string
  cpuMs: number
  rssBeforeBytes: number
  rssBytes: number
  pssBytes: number
}

/** One contestant under one load, once. */
export type Sample = LoadResult & {
  requestsPerSecond: number
  /** answers that differ from the classifiers' own; there must be none */
  wrongAnswers: number
  /** empty where the system does not report it */
  processes: ProcessSample[]
  /** average rows in a call to a classifier, if known */
  rowsPerCall?: number
}

/** All measurements of one contestant under one load. */
export type Cell = {
  scenario: string
  /** the load in words */
  load: string
  contestant: string
  rowsPerRequest: number
  /** the contestant with which it is compared (default: the do-nothing route) */
  limit?: string | undefined
  samples: Sample[]
  /** the size of the system, where sizes are compared */
  growth?: { classifiers: number; replicas: number; features: number; classes: number; connections: number }
}
