import type { DecideRow, Manifest } from '@sepal/ensemble'
import type { Drain, Log, Timeouts } from '@sepal/server'
import type { ModelCard, TrainingData } from './models/model-cards.ts'
import type { PageFiles } from './pages/page-files.ts'
import type { Clusters } from './upstream/clusters.ts'
import type { ContractCheck } from './upstream/contract-check.ts'

/** Which of the proxies that may answer on one address this one is. */
export type ProxyIdentity = {
  /** of the process: the machine's name and the process's number */
  name: string
  /** whether others may listen on the same port */
  sharesPort: boolean
}

/** What becomes of a request when a classifier fails. */
export type PartialOptions = {
  /** whether a request that does not say takes a partial answer */
  isDefault: boolean
  /** how many classifiers must have answered for a decision without the others */
  quorum: number
}

/** All that a proxy is made of. */
export type ProxyDeps<M extends Manifest> = {
  manifest: M
  /** the function of the module that `combine` names, if it names one */
  decideRow?: DecideRow | undefined
  identity: ProxyIdentity
  clusters: Clusters<M>
  contractCheck: ContractCheck<M>
  /** the clock of the clusters, ms */
  now: () => number
  timeouts: Timeouts
  partial: PartialOptions
  /** largest number of rows in one request */
  maxRows: number
  maxBodyBytes: number
  /** the same for many rows */
  maxBatchBytes: number
  /** of the web pages that may call it from a browser; `*` is all */
  corsOrigins: readonly string[]
  /** whether the pages for operators are served: the console, and what it shows */
  hasConsole: boolean
  page: PageFiles
  /** by the classifiers' names; not every model has one */
  cards: ReadonlyMap<string, ModelCard>
  trainingData: TrainingData
  drain: Drain
  log: Log
}
