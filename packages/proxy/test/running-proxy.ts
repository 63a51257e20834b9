import { type Manifest, mapClassifiers, type PerClassifier } from '@sepal/ensemble'
import { Drain, type Log, silentLog } from '@sepal/server'
import { RunningServer } from '@sepal/server/testing'
import { createProxy } from '../src/app.ts'
import type { PartialOptions, ProxyDeps } from '../src/deps.ts'
import { systemClock } from '../src/system/system-clock.ts'
import { systemRandom } from '../src/system/system-random.ts'
import { ClassifierClient } from '../src/transport/classifier-client.ts'
import { connectionLog } from '../src/transport/connection-log.ts'
import type { ContractVerdict } from '../src/transport/contract-gate.ts'
import { ContractLog } from '../src/transport/contract-log.ts'
import { type Expected, expectedOf } from '../src/transport/expected-answer.ts'
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
  log?: Log
  /** Whether each connection is checked, as in `main.ts`: most fakes have no metadata. */
  checksContract?: boolean
} & Partial<
  Pick<
    ProxyDeps<Manifest>,
    'decideRow' | 'identity' | 'corsOrigins' | 'hasConsole' | 'page' | 'cards' | 'trainingData'
  >
> &
  Partial<ClustersOptions<ClassifierClient>>

/** A proxy over classifiers at these addresses, composed as in `main.ts`, until it goes out of scope. */
export class RunningProxy<const M extends Manifest> extends RunningServer {
  readonly #stopping = new AbortController()

  private constructor(
    readonly proxy: ReturnType<typeof createProxy<M>>,
    readonly contractCheck: ContractCheck<M>,
    readonly clusters: Clusters<M>,
  ) {
    super(proxy)
  }

  static async start<const M extends Manifest>(
    manifest: M,
    addresses: PerClassifier<M, string>,
    {
      deadlineMs = 5000,
      deadlineMaxMs = 60_000,
      partial = { isDefault: false, quorum: 1 },
      maxRows = 4096,
      maxBodyBytes = 1_048_576,
      identity = { name: 'test/1', sharesPort: false },
      corsOrigins = [],
      hasConsole = true,
      drain = new Drain(),
      log = silentLog,
      page = new Map(),
      cards = new Map(),
      trainingData = new Map(),
      decideRow,
      clock = systemClock,
      checksContract = false,
      ...options
    }: ProxyOptions = {},
  ): Promise<RunningProxy<M>> {
    const expected: Record<string, Expected> = mapClassifiers(manifest, (name) => expectedOf(manifest, name))
    const contractLog = new ContractLog(log)
    const clusters = new Clusters(
      manifest,
      mapClassifiers(manifest, (name) => [addresses[name]]),
      {
        clock,
        random: systemRandom,
        // Tests have addresses, not names.
        resolve: async (address) => [address],
        connect: (name, address) =>
          new ClassifierClient(address, {
            ...(checksContract && {
              onVerdict: (verdict: ContractVerdict) => contractLog.told(name, address, verdict),
            }),
            expected: expected[name] ?? expectedOf(manifest, name),
            now: clock.now,
            onConnection: connectionLog(log, name, address),
          }),
        dnsRefreshMs: 60_000,
        inflight: 1,
        batchMaxRows: 1024,
        queueRows: 262_144,
        ...options,
      },
    )
    const contractCheck = new ContractCheck(manifest, clusters, log)
    const deps = {
      manifest,
      decideRow,
      identity,
      clusters,
      contractCheck,
      now: clock.now,
      partial,
      timeouts: { defaultMs: deadlineMs, maxMs: deadlineMaxMs },
      maxRows,
      maxBodyBytes,
      maxBatchBytes: maxBodyBytes,
      corsOrigins,
      hasConsole,
      page,
      cards,
      trainingData,
      drain,
      log,
    }
    await clusters.watch()
    return new RunningProxy(createProxy<M>(deps), contractCheck, clusters)
  }

  /** Runs the contract check until all classifiers fit. */
  async untilReady(): Promise<this> {
    await this.contractCheck.watch(this.#stopping.signal)
    return this
  }

  override async [Symbol.asyncDispose]() {
    this.#stopping.abort()
    await super[Symbol.asyncDispose]()
    this.clusters.stop()
  }
}
