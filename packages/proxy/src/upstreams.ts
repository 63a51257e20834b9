import {
  type ClassifierName,
  classifierNames,
  type Manifest,
  mapClassifiers,
  type PerClassifier,
} from '@sepal/ensemble'
import type { Clock } from './fanout/clock.ts'
import { DeadlineSweep } from './fanout/deadline-sweep.ts'
import { FanOut, type Outcomes } from './fanout/fan-out.ts'
import { Lane } from './fanout/lane.ts'
import type { Outcome } from './fanout/outcome.ts'
import type { Tally } from './fanout/tally.ts'
import type { ClassifierClient } from './transport/classifier-client.ts'
import type { BreakerState } from './upstream/circuit-breaker.ts'
import { Dispatcher } from './upstream/dispatcher.ts'
import { ExtraBudget } from './upstream/extra-budget.ts'
import { Membership } from './upstream/membership.ts'
import type { Random } from './upstream/random.ts'
import { Replica, type Transport } from './upstream/replica.ts'
import { ReplicaPool } from './upstream/replica-pool.ts'

/** Extra sends of a lane for each first try: retries and hedges together, hedges alone, and in a quiet window. */
const EXTRA_SHARE = 0.1
const HEDGE_SHARE = 0.02
const EXTRA_FLOOR = 3

export type UpstreamOptions<T extends Transport> = {
  clock: Clock
  random: Random
  /** all addresses, now, behind one `host:port`; rejects when the name cannot be looked up */
  resolve: (address: string) => Promise<string[]>
  /** opens the way to one replica of a classifier */
  connect: (classifier: string, address: string) => T
  /** how often names are looked up again, ms */
  dnsRefreshMs: number
  /** most calls under way at one replica */
  laneInflight: number
  /** most rows in one call */
  batchMaxRows: number
  /** most rows that wait in a lane */
  laneQueueRows: number
}

/** One replica, as its lane sees it now. */
export type ReplicaState = {
  classifier: string
  address: string
  state: BreakerState['kind']
  callsUnderWay: number
  /** how long a call takes, as the balancer sees it; 0 when nothing is known */
  latencyMs: number
}

/** One classifier, as its lane sees it now, and what was counted since the start. */
export type ServiceFigures = Readonly<Tally> & {
  waitingRows: number
  /** sends beyond the first of a call */
  retries: number
  hedges: number
  /** of the recent calls that were answered; `undefined` as long as there was none */
  p50Ms: number | undefined
  p99Ms: number | undefined
  replicas: ReplicaState[]
}

/** Everything behind the proxy: each classifier's replicas, and the lanes that lead to them. */
export class Upstreams<const M extends Manifest, T extends Transport = ClassifierClient> {
  readonly fanOut: FanOut
  readonly #pools: PerClassifier<M, ReplicaPool<T>>
  readonly #memberships: Membership<T>[]
  readonly #dispatchers: PerClassifier<M, Dispatcher>
  readonly #lanes: PerClassifier<M, Lane>

  constructor(
    private readonly manifest: M,
    addresses: PerClassifier<M, string[]>,
    { clock, random, resolve, connect, ...options }: UpstreamOptions<T>,
  ) {
    this.#pools = mapClassifiers(
      manifest,
      () => new ReplicaPool<T>({ inflight: options.laneInflight, random }),
    )
    this.#memberships = classifierNames(manifest).map((name) => {
      const open = (address: string) =>
        new Replica(address, connect(name, address), { clock, mayEject: this.#pools[name].mayEject })
      const refreshMs = options.dnsRefreshMs
      return new Membership(this.#pools[name], addresses[name], { clock, refreshMs, resolve, connect: open })
    })
    this.#dispatchers = mapClassifiers(
      manifest,
      (name) =>
        new Dispatcher(this.#pools[name], {
          clock,
          random,
          budget: new ExtraBudget({ clock, share: EXTRA_SHARE, floor: EXTRA_FLOOR }),
          hedgeBudget: new ExtraBudget({ clock, share: HEDGE_SHARE, floor: EXTRA_FLOOR }),
        }),
    )
    this.#lanes = mapClassifiers(manifest, (name) => {
      const dispatcher = this.#dispatchers[name]
      const lane = new Lane(dispatcher, clock, {
        classes: manifest.classifiers[name]?.classes.length ?? 0,
        batchMaxRows: options.batchMaxRows,
        queueRows: options.laneQueueRows,
      })
      dispatcher.onRoom = () => lane.plan()
      return lane
    })
    const lanes = classifierNames(manifest).map((name) => this.#lanes[name])
    this.fanOut = new FanOut(lanes, new DeadlineSweep(clock))
  }

  /** Finds the replicas, and goes on watching for changes. */
  async watch() {
    await Promise.all(this.#memberships.map((membership) => membership.watch()))
  }

  /** Asks one replica of a classifier something that is not a batch. */
  ask<V>(name: ClassifierName<M>, question: (client: T) => Promise<Outcome<V>>): Promise<Outcome<V>> {
    const replica = this.#pools[name].pick()
    if (replica) return question(replica.transport)
    return Promise.resolve({ kind: 'unavailable', detail: 'it has no address' })
  }

  /** Asks one replica of each classifier, in the manifest's order. */
  askEach<V>(question: (client: T) => Promise<Outcome<V>>): Promise<Outcomes<V>> {
    return Promise.all(classifierNames(this.manifest).map((name) => this.ask(name, question)))
  }

  /** What is known of each replica. */
  states(): ReplicaState[] {
    return classifierNames(this.manifest).flatMap((name) => this.#statesOf(name))
  }

  /** What is known of each classifier. */
  services(): PerClassifier<M, ServiceFigures> {
    return mapClassifiers(this.manifest, (name) => {
      const { tally, waitingRows } = this.#lanes[name]
      const { retries, hedges, latency } = this.#dispatchers[name]
      return {
        ...tally,
        waitingRows,
        retries,
        hedges,
        p50Ms: latency.quantile(0.5),
        p99Ms: latency.quantile(0.99),
        replicas: this.#statesOf(name),
      }
    })
  }

  #statesOf(name: ClassifierName<M>): ReplicaState[] {
    return this.#pools[name].replicas.map(({ address, breaker, callsUnderWay, latencyMs }) => ({
      classifier: name,
      address,
      state: breaker.state.kind,
      callsUnderWay,
      latencyMs,
    }))
  }

  stop() {
    for (const membership of this.#memberships) membership.stop()
  }
}
