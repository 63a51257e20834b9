import type { AdaptiveLimit } from '../batching/adaptive-limit.ts'
import { Lane } from '../batching/batcher.ts'
import type { Tally } from '../batching/counters.ts'
import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import { Membership } from './discovery.ts'
import { Dispatcher } from './dispatcher.ts'
import { ReadinessWatch } from './health-check.ts'
import { type Policies, policies as usualPolicies } from './policies.ts'
import { Replica, type ReplicaState, type Transport } from './replica.ts'
import { ReplicaPool } from './replica-pool.ts'

/** Extra sends of a lane for each first try: retries and hedges together, hedges alone, and in a quiet window. */
const EXTRA_SHARE = 0.1
const HEDGE_SHARE = 0.02
const EXTRA_FLOOR = 3

export type ServiceOptions<T extends Transport> = {
  clock: Clock
  random: Random
  /** all addresses, now, behind one `host:port`; rejects when the name cannot be looked up */
  resolve: (address: string) => Promise<string[]>
  /** opens the way to one replica */
  connect: (address: string) => T
  /** how often names are looked up again, ms */
  dnsRefreshMs: number
  /** most calls under way at one replica */
  laneInflight: number
  /** most rows in one call */
  batchMaxRows: number
  /** most rows that wait in the lane */
  laneQueueRows: number
  policies?: Policies
}

/** One replica, as its lane sees it now. */
export type ReplicaFigures = {
  address: string
  state: ReplicaState
  callsUnderWay: number
  /** how long a call takes, as the balancer sees it; 0 when nothing is known */
  latencyMs: number
}

/** One classifier, as its lane sees it now, and what was counted since the start. */
export type ServiceFigures = Readonly<Tally> & {
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

/** One classifier as the proxy sees it: its replicas, and the lane that leads to them. */
export class Service<T extends Transport> {
  readonly lane: Lane
  readonly pool: ReplicaPool<T>
  readonly #dispatcher: Dispatcher
  readonly #limit: AdaptiveLimit
  readonly #membership: Membership<T>
  readonly #readinessWatch: ReadinessWatch

  /** @param classes how many numbers its answer to a row has */
  constructor(
    addresses: readonly string[],
    classes: number,
    { clock, random, resolve, connect, policies = usualPolicies, ...options }: ServiceOptions<T>,
  ) {
    this.pool = new ReplicaPool<T>({ inflight: options.laneInflight, random, policies })
    this.#membership = new Membership(this.pool, addresses, {
      clock,
      resolve,
      refreshMs: options.dnsRefreshMs,
      connect: (address) => new Replica(address, connect(address), { clock, peers: this.pool, policies }),
    })
    this.#readinessWatch = new ReadinessWatch(this.pool, clock)
    this.#dispatcher = new Dispatcher(this.pool, {
      clock,
      random,
      budget: policies.budget({ clock, share: EXTRA_SHARE, floor: EXTRA_FLOOR }),
      hedgeBudget: policies.budget({ clock, share: HEDGE_SHARE, floor: EXTRA_FLOOR }),
      hedge: policies.hedge,
    })
    this.#limit = policies.limit(clock)
    this.lane = new Lane(this.#dispatcher, clock, {
      classes,
      batchMaxRows: options.batchMaxRows,
      queueRows: options.laneQueueRows,
      limit: this.#limit,
    })
    this.#dispatcher.onRoom = () => this.lane.plan()
  }

  /** What is known of it. */
  get figures(): ServiceFigures {
    const { tally, waitingRows, rowsUnderWay } = this.lane
    const { retries, hedges, latency } = this.#dispatcher
    const [p50Ms, p99Ms] = [latency.quantile(0.5), latency.quantile(0.99)]
    return {
      ...tally,
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
    await this.#membership.watch()
    this.#readinessWatch.start()
  }

  stop() {
    this.#readinessWatch.stop()
    this.#membership.stop()
  }
}
