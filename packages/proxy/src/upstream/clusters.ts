import {
  type ClassifierName,
  classifierNames,
  type Manifest,
  mapClassifiers,
  type PerClassifier,
} from '@sepal/ensemble'
import { FanOut, type Outcomes } from '../batching/fan-out.ts'
import type { Outcome } from '../core/outcome.ts'
import type { ClassifierClient } from '../transport/classifier-client.ts'
import { type ReplicaFigures, Service, type ServiceFigures, type ServiceOptions } from './cluster.ts'
import type { Transport } from './replica.ts'

export type UpstreamOptions<T extends Transport> = Omit<ServiceOptions<T>, 'connect'> & {
  /** opens the way to one replica of a classifier */
  connect: (classifier: string, address: string) => T
}

/** Everything behind the proxy: each classifier's replicas, and the lanes that lead to them. */
export class Upstreams<const M extends Manifest, T extends Transport = ClassifierClient> {
  readonly fanOut: FanOut
  readonly #services: PerClassifier<M, Service<T>>

  constructor(
    private readonly manifest: M,
    addresses: PerClassifier<M, string[]>,
    { connect, ...options }: UpstreamOptions<T>,
  ) {
    this.#services = mapClassifiers(manifest, (name) => {
      const classes = manifest.classifiers[name]?.classes.length ?? 0
      const open = (address: string) => connect(name, address)
      return new Service(addresses[name], classes, { ...options, connect: open })
    })
    const lanes = this.#all.map(({ lane }) => lane)
    this.fanOut = new FanOut(lanes, options.clock)
  }

  /** Finds the replicas, and goes on watching for changes. */
  async watch() {
    await Promise.all(this.#all.map((service) => service.watch()))
  }

  /** Asks one replica of a classifier something that is not a batch. */
  ask<V>(name: ClassifierName<M>, question: (client: T) => Promise<Outcome<V>>): Promise<Outcome<V>> {
    const replica = this.#services[name].pool.pick()
    if (replica) return question(replica.transport)
    return Promise.resolve({ kind: 'unavailable', detail: 'it has no address' })
  }

  /** Asks one replica of each classifier, in the manifest's order. */
  askEach<V>(question: (client: T) => Promise<Outcome<V>>): Promise<Outcomes<V>> {
    return Promise.all(classifierNames(this.manifest).map((name) => this.ask(name, question)))
  }

  /** What is known of a classifier's replicas. */
  replicasOf(name: ClassifierName<M>): ReplicaFigures[] {
    return this.#services[name].replicas
  }

  /** What is known of each classifier. */
  services(): PerClassifier<M, ServiceFigures> {
    return mapClassifiers(this.manifest, (name) => this.#services[name].figures)
  }

  stop() {
    for (const service of this.#all) service.stop()
  }

  get #all(): Service<T>[] {
    return classifierNames(this.manifest).map((name) => this.#services[name])
  }
}
