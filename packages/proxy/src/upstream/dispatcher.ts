import type { Numbers } from '@sepal/ensemble'
import type { Batch } from '../batching/batch.ts'
import type { Lease, Upstream } from '../batching/batcher.ts'
import type { Clock } from '../core/clock.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Random } from '../core/random.ts'
import { RecentLatency } from './latency.ts'
import type { Policies } from './policies.ts'
import type { Replica, ReplicaLease } from './replica.ts'
import type { ReplicaPool } from './replica-pool.ts'
import type { RetryBudget } from './retry-budget.ts'

/** Sends of one batch, the first included and hedges aside. */
const MAX_TRIES = 4
/** Full jitter: a wait between 0 and this, doubled with each retry (Brooker, "Exponential Backoff and Jitter"), ms. */
const BACKOFF_MS = 10

export type DispatcherOptions = {
  clock: Clock
  random: Random
  /** for retries and hedges together */
  budget: RetryBudget
  /** for hedges alone */
  hedgeBudget: RetryBudget
  hedge: Policies['hedge']
}

/** Brings a batch to a replica of a classifier: retried elsewhere when it could not be reached, hedged when it lags. */
export class Dispatcher implements Upstream {
  readonly latency = new RecentLatency()
  /** sends beyond the first of a batch */
  retries = 0
  hedges = 0
  /** called when a replica may have room again */
  onRoom: () => void = () => {}

  constructor(
    private readonly pool: ReplicaPool,
    private readonly options: DispatcherOptions,
  ) {
    pool.onChange = () => this.onRoom()
  }

  get hasRoom(): boolean {
    return this.pool.hasRoom
  }

  lease(waiting: number, rowsOfCall: number): Lease | undefined {
    const lease = this.pool.lease(waiting, Math.ceil(waiting / rowsOfCall))
    if (lease === undefined) return undefined
    const { place, rows } = lease
    return { rows, send: (batch) => this.#send(batch, place), giveBack: () => place.giveBack() }
  }

  get width(): number {
    return this.pool.width
  }

  /**
   * Predicting is a pure function: to send it again is safe. Never after the deadline, never beyond the budget, and
   * never because the rows were refused or there was too much work.
   */
  async #send(batch: Batch, first: ReplicaLease): Promise<Outcome<Float32Array>> {
    const { clock, random, budget, hedgeBudget } = this.options
    budget.recordFirst()
    hedgeBudget.recordFirst()
    const tried: Replica[] = []
    for (let place: ReplicaLease | undefined = first; ; place = this.pool.leaseAgain(tried)) {
      if (place === undefined) return { kind: 'unavailable', detail: 'it has no replica' }
      const outcome = await this.#try(batch, place, tried)
      this.onRoom()
      if (outcome.kind !== 'unavailable' && outcome.kind !== 'malformed') return outcome
      tried.push(place.replica)
      const isElsewhere = this.pool.hasOther(tried)
      // Who answers, but not what it should, would do so again; another replica may be well.
      if (outcome.kind === 'malformed' && !isElsewhere) return outcome
      if (tried.length >= MAX_TRIES || batch.signal.aborted || !budget.reserve()) return outcome
      if (!isElsewhere) await pause(clock, (random.below(1000) / 1000) * BACKOFF_MS * 2 ** tried.length)
      if (batch.signal.aborted || clock.now() >= batch.deadline) return outcome
      this.retries += 1
    }
  }

  async #try(batch: Batch, place: ReplicaLease, tried: readonly Replica[]): Promise<Outcome<Float32Array>> {
    const { clock, hedge } = this.options
    const start = clock.now()
    const outcome =
      this.pool.replicas.length < 2 || this.latency.p95 === Number.POSITIVE_INFINITY
        ? await place.send(batch, batch.signal)
        : await hedge(batch, place, {
            clock,
            afterMs: this.#hedgeAfterMs,
            second: () => this.#second([...tried, place.replica]),
          })
    if (outcome.kind === 'ok') {
      this.latency.record(clock.now() - start)
      this.pool.hangMs = this.#hedgeAfterMs
    }
    return outcome
  }

  /** Twice the p95: at the p95 itself one call in twenty would be hedged, and the budget gone before the stalls. */
  get #hedgeAfterMs(): number {
    return Math.max(1, 2 * this.latency.p95)
  }

  /** A place at another replica, if one is idle and well and both budgets have a send left. */
  #second(tried: readonly Replica[]): ReplicaLease | undefined {
    // The first one hangs, and its place is free for others.
    this.onRoom()
    const { budget, hedgeBudget } = this.options
    const place = this.pool.leaseBeside(tried)
    if (place === undefined) return undefined
    if (!hedgeBudget.reserve() || !budget.reserve()) {
      place.giveBack()
      return undefined
    }
    this.hedges += 1
    return place
  }
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve))
}
