import type { DecideRow, Manifest } from '@sepal/ensemble'
import type { KeyRing } from '@sepal/keys'
import type { Drain, Intake, Log, Metrics, ServedCertificate, Timeouts, Tracer } from '@sepal/server'
import type { OnAnswered } from './core/answered-request.ts'
import type { DecisionLog } from './decision-log/decision-log.ts'
import type { ModelCard, TrainingData } from './models/model-cards.ts'
import type { PageFiles } from './pages/page-files.ts'
import type { Statistics } from './statistics/statistics.ts'
import type { Clusters } from './upstream/clusters.ts'
import type { ContractCheck } from './upstream/contract-check.ts'

/** Identifies this proxy among those that share an address. */
export type ProxyIdentity = {
  /** host name and process ID */
  name: string
  /** whether other processes may listen on the same port */
  sharesPort: boolean
}

/** What happens to a request when a classifier fails. */
export type PartialOptions = {
  /** whether requests without `?partial` accept a partial answer */
  isDefault: boolean
  /** minimum number of answers for a partial decision */
  quorum: number
}

/** Those that are asked at the same time: the classifiers, or the final model of a stack. */
export type Stage<M extends Manifest> = { clusters: Clusters<M>; contractCheck: ContractCheck<M> }

/** The dependencies of a proxy. */
export type ProxyDeps<M extends Manifest> = Stage<M> & {
  manifest: M
  /** the function of the module that `combine` names, if it names one */
  decideRow?: DecideRow | undefined
  identity: ProxyIdentity
  /** the final model of a stack, if there is one */
  stage?: Stage<Manifest> | undefined
  /** adds the figures of the models in this process */
  addModelFigures: (metrics: Metrics) => void
  /** clock of the clusters, ms */
  now: () => number
  /** the keys of callers; undefined: anybody may ask */
  keys?: KeyRing | undefined
  /** what it presents; absent without TLS */
  certificate?: Pick<ServedCertificate, 'expiresAt'> | undefined
  timeouts: Timeouts
  partial: PartialOptions
  /** maximum rows in one request */
  maxRows: number
  maxBodyBytes: number
  /** the same for the batch routes */
  maxBatchBytes: number
  /** decides which bodies there is time and memory for */
  intake: Intake
  /** origins of web pages that may call the proxy; `*` means all */
  corsOrigins: readonly string[]
  /** whether to serve the console and its data */
  hasConsole: boolean
  page: PageFiles
  /** by classifier name; not every model has a card */
  cards: ReadonlyMap<string, ModelCard>
  trainingData: TrainingData
  /** what models are asked and say; absent if nobody wants to know */
  statistics?: Statistics | undefined
  /** told of each answered request; absent if nobody wants to know */
  onAnswered?: OnAnswered | undefined
  /** the log of answered requests; absent if there is none */
  decisionLog?: DecisionLog | undefined
  drain: Drain
  log: Log
  /** records traces; nothing where none are exported */
  tracer?: Tracer | undefined
}
