import type { AdaptiveLimit } from '../batching/adaptive-limit.ts'
import { Batcher } from '../batching/batcher.ts'
import type { Counters } from '../batching/counters.ts'
import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import { Discovery } from './discovery.ts'
import { Dispatcher } from './dispatcher.ts'
import { HealthCheck } from './health-check.ts'
import { type Policies, policies as usualPolicies } from './policies.ts'
import { Replica, type ReplicaState, type Transport } from './replica.ts'
import { ReplicaPool } from './replica-pool.ts'

/** Extra sends of a batcher for each first try: retries and hedges together, hedges alone, and in a quiet window. */
const RETRY_SHARE = 0.1
const HEDGE_SHARE = 0.02
const RETRY_FLOOR = 3

export type ClusterOptions<T extends Transport> = {
  clock: Clock
  random: Random
  /** all addresses, now, behind one `host:port`; rejects when the name cannot be looked up */
  resolve: (address: string) => Promise<string[]>
  /** opens the way to one replica */
  connect: (address: string) => T
  /** how often names are looked up again, ms */
  dnsRefreshMs: number
  /** most calls under way at one replica */
  inflight: number
  /** most rows in one call */
  batchMaxRows: number
  /** most rows that wait in the batcher */
  queueRows: number
  policies?: Policies
}

/** One replica, as its batcher sees it now. */
export type ReplicaFigures = {
  address: string
  state: ReplicaState
  callsUnderWay: number
  /** how long a call takes, as the balancer sees it; 0 when nothing is known */
  latencyMs: number
}

/** One classifier, as its batcher sees it now, and what was counted since the start. */
export type ClusterFigures = Readonly<Counters> & {
  waitingRows: number
  /** those that wait, and those that are with the classifier */
  rowsUnderWay: number
  /** how many of them there may be before more are refused; Infinity as long as there is no overload */
  rowLimit: number
  /** sends beyond the first of a call */
  retries: number
  hedges: number
  /** of the recent calls that were answered; `undefined` as long as there was none */
  p50Ms: number | undefined
  p99Ms: number | undefined
  replicas: ReplicaFigures[]
}

/** One classifier as the proxy sees it: its replicas, and the batcher that leads to them. */
export class Cluster<T extends Transport> {
  readonly batcher: Batcher
  readonly pool: ReplicaPool<T>
  readonly #dispatcher: Dispatcher
  readonly #limit: AdaptiveLimit
  readonly #discovery: Discovery<T>
  readonly #healthCheck: HealthCheck

  /** @param width how many numbers its answer to a row has */
  constructor(
    addresses: readonly string[],
    width: number,
    { clock, random, resolve, connect, policies = usualPolicies, ...options }: ClusterOptions<T>,
  ) {
    this.pool = new ReplicaPool<T>({ inflight: options.inflight, random, policies })
    this.#discovery = new Discovery(this.pool, addresses, {
      clock,
      resolve,
      refreshMs: options.dnsRefreshMs,
      connect: (address) => new Replica(address, connect(address), { clock, peers: this.pool, policies }),
    })
    this.#healthCheck = new HealthCheck(this.pool, clock)
    this.#dispatcher = new Dispatcher(this.pool, {
      clock,
      random,
      budget: policies.budget({ clock, share: RETRY_SHARE, floor: RETRY_FLOOR }),
      hedgeBudget: policies.budget({ clock, share: HEDGE_SHARE, floor: RETRY_FLOOR }),
      hedge: policies.hedge,
    })
    this.#limit = policies.limit(clock)
    this.batcher = new Batcher(this.#dispatcher, clock, {
      width,
      batchMaxRows: options.batchMaxRows,
      queueRows: options.queueRows,
      limit: this.#limit,
    })
    this.#dispatcher.onRoom = () => this.batcher.plan()
  }

  /** What is known of it. */
  get figures(): ClusterFigures {
    const { counters, waitingRows, rowsUnderWay } = this.batcher
    const { retries, hedges, latency } = this.#dispatcher
    const [p50Ms, p99Ms] = [latency.quantile(0.5), latency.quantile(0.99)]
    return {
      ...counters,
      waitingRows,
      rowsUnderWay,
      rowLimit: this.#limit.figure,
      retries,
      hedges,
      p50Ms,
      p99Ms,
      replicas: this.replicas,
    }
  }

  get replicas(): ReplicaFigures[] {
    return this.pool.replicas.map(({ address, state, callsUnderWay, latencyMs }) => ({
      address,
      state,
      callsUnderWay,
      latencyMs,
    }))
  }

  /** Finds the replicas, and goes on watching them. */
  async watch() {
    await this.#discovery.watch()
    this.#healthCheck.start()
  }

  stop() {
    this.#healthCheck.stop()
    this.#discovery.stop()
  }
}
