import {
  byClassifier,
  type ClassifierName,
  classifierNames,
  type Manifest,
  mapClassifiers,
  type PerClassifier,
} from '@sepal/ensemble'
import type { Clock } from './fanout/clock.ts'
import { Deadlines } from './fanout/deadlines.ts'
import { FanOut, type Outcomes } from './fanout/fan-out.ts'
import { Lane } from './fanout/lane.ts'
import type { Outcome } from './fanout/outcome.ts'
import { ClassifierClient } from './transport/classifier-client.ts'
import { expectedOf } from './transport/expected-answer.ts'
import { Membership } from './upstream/membership.ts'
import type { Random } from './upstream/random.ts'
import { Replica } from './upstream/replica.ts'
import { ReplicaPool } from './upstream/replica-pool.ts'

export type UpstreamOptions = {
  clock: Clock
  random: Random
  resolve: (address: string) => Promise<string[]>
  /** how often names are looked up again, ms */
  dnsRefreshMs: number
  /** most calls under way at one replica */
  laneInflight: number
  /** most rows in one call */
  batchMaxRows: number
  /** most rows that wait in a lane */
  laneQueueRows: number
}

/** Everything behind the proxy: each classifier's replicas, and the lanes that lead to them. */
export class Upstreams<const M extends Manifest> {
  readonly fanOut: FanOut<M>
  readonly #pools: PerClassifier<M, ReplicaPool<ClassifierClient>>
  readonly #memberships: Membership<ClassifierClient>[]

  constructor(
    private readonly manifest: M,
    addresses: PerClassifier<M, string[]>,
    { clock, random, resolve, ...options }: UpstreamOptions,
  ) {
    this.#pools = mapClassifiers(
      manifest,
      () => new ReplicaPool<ClassifierClient>({ inflight: options.laneInflight, random }),
    )
    this.#memberships = classifierNames(manifest).map((name) => {
      const expected = expectedOf(manifest, name)
      const connect = (address: string) =>
        new Replica(address, new ClassifierClient(address, expected, clock.now), clock)
      const refreshMs = options.dnsRefreshMs
      return new Membership(this.#pools[name], addresses[name], { clock, refreshMs, resolve, connect })
    })
    const lanes = mapClassifiers(manifest, (name) => {
      const pool = this.#pools[name]
      const lane = new Lane(pool, clock, {
        classes: expectedOf(manifest, name).classes.length,
        batchMaxRows: options.batchMaxRows,
        queueRows: options.laneQueueRows,
      })
      pool.onRoom = () => lane.plan()
      return lane
    })
    this.fanOut = new FanOut(manifest, lanes, new Deadlines(clock))
  }

  /** Finds the replicas, and goes on watching for changes. */
  async watch() {
    await Promise.all(this.#memberships.map((membership) => membership.watch()))
  }

  /** Asks one replica of a classifier something that is not a batch. */
  ask<V>(
    name: ClassifierName<M>,
    question: (client: ClassifierClient) => Promise<Outcome<V>>,
  ): Promise<Outcome<V>> {
    const replica = this.#pools[name].pick()
    if (replica) return question(replica.transport)
    return Promise.resolve({ kind: 'unavailable', detail: 'it has no address' })
  }

  /** Asks one replica of each classifier. */
  async askEach<V>(question: (client: ClassifierClient) => Promise<Outcome<V>>): Promise<Outcomes<M, V>> {
    const asked = classifierNames(this.manifest).map(
      async (name): Promise<[ClassifierName<M>, Outcome<V>]> => [name, await this.ask(name, question)],
    )
    return byClassifier<M, Outcome<V>>(await Promise.all(asked))
  }

  stop() {
    for (const membership of this.#memberships) membership.stop()
  }
}
