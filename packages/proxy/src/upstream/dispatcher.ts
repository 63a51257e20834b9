import type { BatchAnswer } from '../core/batch-answer.ts'
import type { BatchView } from '../core/batch-view.ts'
import type { Clock } from '../core/clock.ts'
import type { Hedge } from '../core/hedge.ts'
import type { Notice } from '../core/notice.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Random } from '../core/random.ts'
import type { SendBudget } from '../core/send-budget.ts'
import type { Spread } from '../core/spread.ts'
import type { Lease, Upstream } from '../core/upstream.ts'
import type { RecentLatencies } from './recent-latencies.ts'
import type { RecentTimes } from './recent-times.ts'
import type { Replica, ReplicaPlace } from './replica.ts'
import type { ReplicaPool } from './replica-pool.ts'

/** Max sends of one batch, including the first, without hedges. */
const MAX_TRIES = 4
/** Full jitter: a wait between 0 and this, doubled on each retry (Brooker, "Exponential Backoff and Jitter"), ms. */
const BACKOFF_MS = 10

export type DispatcherOptions = {
  clock: Clock
  random: Random
  /** for retries and hedges together */
  budget: SendBudget
  /** for hedges alone */
  hedgeBudget: SendBudget
  hedge: Hedge
  /** of answered calls: what a policy knows */
  latencies: RecentLatencies
  /** of those that ran out of time too: what is shown */
  waits: RecentTimes
  spread: Spread
  /** notified when a replica may have room again */
  room: Notice
}

/** Sends a batch to a replica of a classifier: retries elsewhere if it cannot be reached, hedges if it lags. */
export class Dispatcher implements Upstream {
  /** sends beyond the first of a batch */
  retries = 0
  hedges = 0

  constructor(
    private readonly pool: ReplicaPool,
    private readonly options: DispatcherOptions,
  ) {}

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
   * Predicting is a pure function, so resending is safe. Never after the deadline, never beyond the budget, and never
   * because rows were refused or the classifier was overloaded.
   */
  async #send(batch: BatchView, first: ReplicaPlace): Promise<Outcome<BatchAnswer>> {
    const { clock, random, budget, hedgeBudget, room } = this.options
    budget.recordFirst()
    hedgeBudget.recordFirst()
    const tried: Replica[] = []
    let place: ReplicaPlace | undefined = first
    for (let tries = 1; ; tries++) {
      if (place === undefined) return { kind: 'unavailable', detail: 'it has no replica' }
      const outcome = await this.#try(batch, place, tried)
      room.give()
      if (outcome.kind !== 'unavailable' && outcome.kind !== 'malformed') return outcome
      // Once split, the rows go on by themselves.
      if (outcome.mayBeOneRow && batch.requestIds.length > 1) return outcome
      const isElsewhere = this.pool.hasOther(tried)
      // A replica that gives wrong answers would do so again; another one may be healthy.
      if (outcome.kind === 'malformed' && !isElsewhere) return outcome
      if (tries >= MAX_TRIES || batch.signal.aborted || !budget.reserve()) return outcome
      if (!isElsewhere) await pause(clock, (random.below(1000) / 1000) * BACKOFF_MS * 2 ** tries)
      if (batch.signal.aborted || clock.now() >= batch.deadline) return outcome
      this.retries += 1
      place = this.pool.leaseAgain(tried)
    }
  }

  /** Adds every replica used, including for hedges, to `tried`. */
  async #try(batch: BatchView, place: ReplicaPlace, tried: Replica[]): Promise<Outcome<BatchAnswer>> {
    const { clock, hedge, latencies, waits, spread } = this.options
    const start = clock.now()
    tried.push(place.replica)
    const outcome =
      this.pool.replicas.length < 2 || !latencies.isKnown
        ? await place.send(batch, batch.signal)
        : await hedge(batch, place, {
            clock,
            afterMs: latencies.lagMs,
            second: () => this.#second(tried),
          })
    const ms = clock.now() - start
    if (outcome.kind === 'ok') {
      latencies.record(ms)
      spread.record(ms, outcome.value.tookMs)
    }
    if (outcome.kind === 'ok' || outcome.kind === 'late') waits.record(ms)
    return outcome
  }

  /** A place at another replica, if one is idle and healthy and both budgets have a send left. */
  #second(tried: Replica[]): ReplicaPlace | undefined {
    // The first one hangs, and its place is free for others.
    const { budget, hedgeBudget, room } = this.options
    room.give()
    const place = this.pool.leaseBeside(tried)
    if (place === undefined) return undefined
    if (!hedgeBudget.reserve() || !budget.reserve()) {
      place.giveBack()
      return undefined
    }
    this.hedges += 1
    tried.push(place.replica)
    return place
  }
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve))
}
