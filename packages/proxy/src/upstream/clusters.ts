import {
  type ClassifierName,
  classifierNames,
  type Manifest,
  mapClassifiers,
  outputOf,
  type PerClassifier,
} from '@sepal/ensemble'
import { FanOut, type Outcomes } from '../batching/fan-out.ts'
import type { Clock } from '../core/clock.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Transport } from '../core/transport.ts'
import type { ClassifierTransport } from '../transport/classifier-transport.ts'
import { Cluster, type ClusterFigures, type ReplicaFigures } from './cluster.ts'
import type { ClusterOptions } from './composition.ts'

export type ClustersOptions<T extends Transport> = Omit<
  ClusterOptions<T>,
  'classifier' | 'connect' | 'onAnswering'
> & {
  /** opens a transport to one replica of a classifier */
  connect: (classifier: string, address: string) => T
  /** told when no replica of a classifier answers any more, and when one does again */
  onAnswering?: (classifier: string, doesAnswer: boolean, replicas: readonly ReplicaFigures[]) => void
}

/** Everything behind the proxy: each classifier's replicas and its batcher. */
export class Clusters<const M extends Manifest, T extends Transport = ClassifierTransport> {
  readonly fanOut: FanOut
  readonly #clusters: PerClassifier<M, Cluster<T>>
  readonly #clock: Clock

  constructor(
    private readonly manifest: M,
    addresses: PerClassifier<M, string[]>,
    { connect, onAnswering, ...options }: ClustersOptions<T>,
  ) {
    this.#clusters = mapClassifiers(manifest, (name) => {
      const { width } = outputOf(manifest.classifiers[name] ?? {})
      const open = (address: string) => connect(name, address)
      return new Cluster(addresses[name], width, {
        ...options,
        classifier: name,
        connect: open,
        onAnswering: (doesAnswer) => onAnswering?.(name, doesAnswer, this.replicasOf(name)),
      })
    })
    this.#clock = options.clock
    this.fanOut = this.fanOutTo(classifierNames(manifest))
  }

  /** Sends a request to some of the classifiers at once; outcomes come in the order of the names. */
  fanOutTo(names: readonly ClassifierName<M>[]): FanOut {
    return new FanOut(
      names.map((name) => this.#clusters[name].batcher),
      this.#clock,
    )
  }

  /** Resolves the replicas' addresses, and keeps watching them. */
  async watch() {
    await Promise.all(this.#all.map((cluster) => cluster.watch()))
  }

  /** Sends one replica of a classifier a request that is not a batch. */
  ask<V>(name: ClassifierName<M>, request: (client: T) => Promise<Outcome<V>>): Promise<Outcome<V>> {
    const { transport } = this.#clusters[name]
    if (transport) return request(transport)
    return Promise.resolve({ kind: 'unavailable', detail: 'it has no address' })
  }

  /** Sends one replica of each classifier such a request, in the manifest's order. */
  askEach<V>(request: (client: T) => Promise<Outcome<V>>): Promise<Outcomes<V>> {
    return Promise.all(classifierNames(this.manifest).map((name) => this.ask(name, request)))
  }

  /** The transports to all replicas of a classifier. */
  transportsOf(name: ClassifierName<M>): T[] {
    return this.#clusters[name].transports
  }

  /** The classifiers of which no replica answers, as far as health checks tell. */
  get silent(): ClassifierName<M>[] {
    return classifierNames(this.manifest).filter((name) => !this.#clusters[name].doesAnswer)
  }

  /** The state of a classifier's replicas. */
  replicasOf(name: ClassifierName<M>): ReplicaFigures[] {
    return this.#clusters[name].replicas
  }

  /** The state of each classifier. */
  figures(): PerClassifier<M, ClusterFigures> {
    return mapClassifiers(this.manifest, (name) => this.#clusters[name].figures)
  }

  stop() {
    for (const cluster of this.#all) cluster.stop()
  }

  get #all(): Cluster<T>[] {
    return classifierNames(this.manifest).map((name) => this.#clusters[name])
  }
}
