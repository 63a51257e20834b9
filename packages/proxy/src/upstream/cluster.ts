import type { Batcher } from '../batching/batcher.ts'
import type { Counters } from '../batching/counters.ts'
import type { Transport } from '../core/transport.ts'
import { type ClusterOptions, compose } from './composition.ts'
import type { ReplicaState } from './replica.ts'

/** The current state of one replica, as its batcher sees it. */
export type ReplicaFigures = {
  address: string
  state: ReplicaState
  callsUnderWay: number
  /** latency as the balancer sees it; 0 if unknown */
  latencyMs: number
  /** identifies the model it serves, if known */
  model: string | undefined
}

/** The current state of one classifier, as its batcher sees it, and its counters since the start. */
export type ClusterFigures = Readonly<Counters> & {
  waitingRows: number
  /** waiting rows, and rows with the classifier */
  rowsUnderWay: number
  /** how many rows are admitted before more are refused; Infinity without overload */
  rowLimit: number
  /** sends beyond the first of a call */
  retries: number
  hedges: number
  /** latency of the recent calls that were answered or ran out of time; `undefined` if there were none */
  p50Ms: number | undefined
  p99Ms: number | undefined
  replicas: ReplicaFigures[]
}

/** One classifier as the proxy sees it: its replicas and its batcher. */
export class Cluster<T extends Transport> {
  readonly #parts: ReturnType<typeof compose<T>>

  /** @param width numbers per row of an answer */
  constructor(addresses: readonly string[], width: number, options: ClusterOptions<T>) {
    this.#parts = compose(addresses, width, options)
  }

  get batcher(): Batcher {
    return this.#parts.batcher
  }

  /** The transport to a healthy replica, for requests that are not batches; none without a replica. */
  get transport(): T | undefined {
    return this.#parts.pool.any?.transport
  }

  /** The transports to all replicas. */
  get transports(): T[] {
    return this.#parts.pool.replicas.map(({ transport }) => transport)
  }

  /** Its current state. */
  get figures(): ClusterFigures {
    const { batcher, dispatcher, limits, waits } = this.#parts
    const { counters, waitingRows, rowsUnderWay } = batcher
    const { retries, hedges } = dispatcher
    return {
      ...counters,
      waitingRows,
      rowsUnderWay,
      rowLimit: Math.min(limits.others.figure, limits.bulk.figure),
      retries,
      hedges,
      p50Ms: waits.quantile(0.5),
      p99Ms: waits.quantile(0.99),
      replicas: this.replicas,
    }
  }

  /** Whether any replica answers, as far as health checks tell. */
  get doesAnswer(): boolean {
    return this.#parts.pool.doesAnswer
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

  /** Resolves the replicas' addresses, and keeps watching them. */
  async watch() {
    await this.#parts.discovery.watch()
    this.#parts.healthCheck.start()
  }

  stop() {
    this.#parts.healthCheck.stop()
    this.#parts.discovery.stop()
  }
}
