import { finalStage, type Manifest, mapClassifiers, type PerClassifier } from '@sepal/ensemble'
import { Drain, Intake, type Log, silentLog } from '@sepal/server'
import { RunningServer } from '@sepal/server/testing'
import { createProxy } from '../src/app.ts'
import type { PartialOptions, ProxyDeps } from '../src/deps.ts'
import { Statistics } from '../src/statistics/statistics.ts'
import { systemClock } from '../src/system/system-clock.ts'
import { systemRandom } from '../src/system/system-random.ts'
import { ClassifierClient } from '../src/transport/classifier-client.ts'
import type { ClassifierTransport } from '../src/transport/classifier-transport.ts'
import { connectionLog } from '../src/transport/connection-log.ts'
import type { ContractVerdict } from '../src/transport/contract-gate.ts'
import { ContractLog } from '../src/transport/contract-log.ts'
import { type Expected, expectedOf } from '../src/transport/expected-answer.ts'
import type { UpstreamAccess } from '../src/transport/replica-access.ts'
import { answeringLog } from '../src/upstream/answering-log.ts'
import { Clusters, type ClustersOptions } from '../src/upstream/clusters.ts'
import { ContractCheck } from '../src/upstream/contract-check.ts'

export type ProxyOptions = {
  /** 5 seconds, in which every healthy classifier answers */
  deadlineMs?: number
  deadlineMaxMs?: number
  partial?: PartialOptions
  maxRows?: number
  maxBodyBytes?: number
  drain?: Drain
  /** of the final model of a stack */
  stackAddress?: string
  log?: Log
  access?: UpstreamAccess
  /** Whether each connection is checked, as in `main.ts`: most fakes have no metadata. */
  checksContract?: boolean
  /** true unless it says otherwise */
  hasStatistics?: boolean
} & Partial<
  Pick<
    ProxyDeps<Manifest>,
    | 'tracer'
    | 'addModelFigures'
    | 'onAnswered'
    | 'decisionLog'
    | 'intake'
    | 'keys'
    | 'decideRow'
    | 'identity'
    | 'corsOrigins'
    | 'hasConsole'
    | 'page'
    | 'cards'
    | 'trainingData'
  >
> &
  Partial<ClustersOptions<ClassifierTransport>>

/** A proxy over classifiers at these addresses, composed as in `main.ts`, until it goes out of scope. */
export class RunningProxy<const M extends Manifest> extends RunningServer {
  readonly #stopping = new AbortController()

  private constructor(
    readonly proxy: ReturnType<typeof createProxy<M>>,
    private readonly parts: Pick<ProxyDeps<M>, 'contractCheck' | 'clusters' | 'stage'>,
  ) {
    super(proxy)
  }

  get contractCheck(): ContractCheck<M> {
    return this.parts.contractCheck
  }

  get clusters(): Clusters<M> {
    return this.parts.clusters
  }

  static async start<const M extends Manifest>(
    manifest: M,
    addresses: PerClassifier<M, string>,
    {
      deadlineMs = 5000,
      tracer,
      deadlineMaxMs = 60_000,
      partial = { isDefault: false, quorum: 1 },
      maxRows = 4096,
      maxBodyBytes = 1_048_576,
      identity = { name: 'test/1', sharesPort: false },
      intake = new Intake(),
      corsOrigins = [],
      hasConsole = true,
      drain = new Drain(),
      log = silentLog,
      page = new Map(),
      cards = new Map(),
      trainingData = new Map(),
      decideRow,
      keys,
      clock = systemClock,
      checksContract = false,
      stackAddress = '',
      access = {},
      addModelFigures = () => {},
      onAnswered,
      hasStatistics = true,
      decisionLog,
      ...options
    }: ProxyOptions = {},
  ): Promise<RunningProxy<M>> {
    const contractLog = new ContractLog(log)
    const open = <const P extends Manifest>(part: P, addressOf: (name: string) => string) => {
      const expected: Record<string, Expected> = mapClassifiers(part, (name) => expectedOf(part, name))
      const found = mapClassifiers(part, (name) => [addressOf(name)])
      const clusters = new Clusters<P>(part, found, {
        clock,
        random: systemRandom,
        // Tests have addresses, not names.
        resolve: async (address) => [address],
        connect: (name, address) =>
          new ClassifierClient(address, {
            ...(checksContract && {
              onVerdict: (verdict: ContractVerdict) => contractLog.told(name, address, verdict),
            }),
            expected: expected[name] ?? expectedOf(part, name),
            now: clock.now,
            access,
            onConnection: connectionLog(log, name, address),
            unrecorded: tracer?.unrecorded,
          }),
        dnsRefreshMs: 60_000,
        inflight: 1,
        batchMaxRows: 1024,
        queueRows: 262_144,
        onAnswering: answeringLog(log, clock.now),
        ...options,
      })
      return { clusters, contractCheck: new ContractCheck<P>(part, clusters, log) }
    }
    const byName: Readonly<Record<string, string>> = addresses
    const { clusters, contractCheck } = open(manifest, (name) => byName[name] ?? '')
    const final = finalStage(manifest)
    const stage = final && open(final, () => stackAddress)
    const deps = {
      manifest,
      tracer,
      decideRow,
      identity,
      clusters,
      contractCheck,
      stage,
      addModelFigures,
      now: clock.now,
      keys,
      partial,
      timeouts: { defaultMs: deadlineMs, maxMs: deadlineMaxMs },
      maxRows,
      maxBodyBytes,
      maxBatchBytes: maxBodyBytes,
      intake,
      corsOrigins,
      hasConsole,
      page,
      cards,
      trainingData,
      onAnswered,
      ...(hasStatistics && {
        statistics: new Statistics({ manifest, cards, trainingData, now: clock.now }),
      }),
      decisionLog,
      drain,
      log,
    }
    await Promise.all([clusters.watch(), stage?.clusters.watch()])
    return new RunningProxy(createProxy<M>(deps), { contractCheck, clusters, stage })
  }

  /** Runs the contract check until all classifiers fit. */
  async untilReady(): Promise<this> {
    await this.contractCheck.watch(this.#stopping.signal)
    await this.parts.stage?.contractCheck.watch(this.#stopping.signal)
    return this
  }

  override async [Symbol.asyncDispose]() {
    this.#stopping.abort()
    await super[Symbol.asyncDispose]()
    this.clusters.stop()
    this.parts.stage?.clusters.stop()
  }
}
