/** What a load tool saw. */
export type LoadResult = {
  /** answers with a status of success */
  answered: number
  /** other answers, and requests without one */
  errors: number
  /** answers outside of the time that counts; processes and calls do not tell them apart */
  answeredBesides?: number
  durationMs: number
  /** these are NaN where nobody tells single requests apart */
  p50Ms: number
  p99Ms: number
  p999Ms: number
  /** what a caller of many rows got through beside these */
  bulk?: { rows: number; rowsPerSecond: number }
  /** of a tool that keeps a rate: how late it was itself at 99 % of the requests, ms */
  toolLagP99Ms?: number
  /** of a tool that keeps a rate: requests it was to send per second */
  offeredPerSecond?: number
}

/** One process of a contestant over a measurement. */
export type ProcessSample = {
  name: string
  cpuMs: number
  rssBeforeBytes: number
  rssBytes: number
}

/** One contestant under one load, once. */
export type Sample = LoadResult & {
  requestsPerSecond: number
  /** answers with other numbers than the classifiers' own; there must be none */
  wrongAnswers: number
  /** empty where the system does not tell */
  processes: ProcessSample[]
  /** how many rows a call to a classifier carried on average, where that is known */
  rowsPerCall?: number
}

/** All measurements of one contestant under one load. */
export type Cell = {
  scenario: string
  /** what the load was */
  load: string
  contestant: string
  rowsPerRequest: number
  samples: Sample[]
}
