import type { Batcher } from '../batching/batcher.ts'
import type { Counters } from '../batching/counters.ts'
import type { Transport } from '../core/transport.ts'
import { type ClusterOptions, compose } from './composition.ts'
import type { ReplicaState } from './replica.ts'

/** One replica, as its batcher sees it now. */
export type ReplicaFigures = {
  address: string
  state: ReplicaState
  callsUnderWay: number
  /** how long a call takes, as the balancer sees it; 0 when nothing is known */
  latencyMs: number
  /** names the model that it serves, when that is known */
  model: string | undefined
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
  readonly #parts: ReturnType<typeof compose<T>>

  /** @param width how many numbers its answer to a row has */
  constructor(addresses: readonly string[], width: number, options: ClusterOptions<T>) {
    this.#parts = compose(addresses, width, options)
  }

  get batcher(): Batcher {
    return this.#parts.batcher
  }

  /** The way to a replica that is well, for what is not a call; none when there is no replica. */
  get transport(): T | undefined {
    return this.#parts.pool.any?.transport
  }

  /** The ways to all replicas. */
  get transports(): T[] {
    return this.#parts.pool.replicas.map(({ transport }) => transport)
  }

  /** What is known of it. */
  get figures(): ClusterFigures {
    const { batcher, dispatcher, limits, latencies } = this.#parts
    const { counters, waitingRows, rowsUnderWay } = batcher
    const { retries, hedges } = dispatcher
    return {
      ...counters,
      waitingRows,
      rowsUnderWay,
      rowLimit: Math.min(limits.others.figure, limits.bulk.figure),
      retries,
      hedges,
      p50Ms: latencies.quantile(0.5),
      p99Ms: latencies.quantile(0.99),
      replicas: this.replicas,
    }
  }

  get replicas(): ReplicaFigures[] {
    return this.#parts.pool.replicas.map(({ address, state, callsUnderWay, latencyMs, transport }) => ({
      address,
      state,
      callsUnderWay,
      latencyMs,
      model: transport.model,
    }))
  }

  /** Finds the replicas, and goes on watching them. */
  async watch() {
    await this.#parts.discovery.watch()
    this.#parts.healthCheck.start()
  }

  stop() {
    this.#parts.healthCheck.stop()
    this.#parts.discovery.stop()
  }
}
