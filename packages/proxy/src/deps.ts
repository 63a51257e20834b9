import type { Manifest } from '@sepal/ensemble'
import type { Drain, Log } from '@sepal/kit'
import type { Readiness } from './readiness.ts'
import type { PartialOptions } from './routes/partial.ts'
import type { Timeouts } from './routes/timeout.ts'
import type { Upstreams } from './upstreams.ts'

/** All that a proxy is made of. */
export type ProxyDeps<M extends Manifest> = {
  manifest: M
  upstreams: Upstreams<M>
  readiness: Readiness<M>
  /** the clock of the upstreams, ms */
  now: () => number
  timeouts: Timeouts
  partial: PartialOptions
  /** largest number of rows in one request */
  maxRows: number
  maxBodyBytes: number
  /** the same for many rows */
  maxBatchBytes: number
  /** whether the pages for operators are served: the console, and what it shows */
  hasConsole: boolean
  drain: Drain
  log: Log
}
