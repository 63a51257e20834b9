import type { Balancer } from '../core/balancer.ts'
import type { Notice } from '../core/notice.ts'
import type { Spread } from '../core/spread.ts'
import type { Transport } from '../core/transport.ts'
import type { Peers, Replica, ReplicaPlace } from './replica.ts'

/** The least work that makes a call worthwhile before the rest goes to another replica, ms. */
const WORTHWHILE_MS = 1

/** How many calls at one replica may hang and have others beside them. */
const HANGING = 4

/** What is wanted of a replica, the most important first. */
const conditions: readonly ((replica: Replica) => boolean)[] = [
  ({ isMismatched }) => !isMismatched,
  ({ transport }) => transport.isOpen,
  ({ breaker }) => breaker.admits,
  ({ isReady }) => isReady,
]

export type PoolOptions = {
  /** max calls in flight at one replica */
  inflight: number
  balancer: Balancer
  /** a call in flight for longer than `lagMs` hangs */
  latencies: { readonly lagMs: number }
  /** whether rows wait for calls in flight while replicas are idle */
  spread: Pick<Spread, 'patienceMs'>
  /** notified when replicas have come or gone */
  room: Notice
}

/** A classifier's replicas, and which of them the next call goes to. */
export class ReplicaPool<T extends Transport = Transport> implements Peers {
  #replicas: readonly Replica<T>[] = []

  constructor(private readonly options: PoolOptions) {}

  get replicas(): readonly Replica<T>[] {
    return this.#replicas
  }

  /** Replaces the replicas; those that stay keep their calls, those that go finish theirs. */
  update(replicas: readonly Replica<T>[]) {
    this.#replicas = replicas
    // Fewer may remain than before, and too many of them ejected.
    for (const { breaker } of this.#ejected.slice(this.#maxEjected)) breaker.readmit()
    this.options.room.give()
  }

  /** Whether a call has any prospect: some replica does not leave health checks without an answer. */
  get doesAnswer(): boolean {
    return this.#replicas.some(({ isGone }) => !isGone)
  }

  /** Counts the one to be ejected too. */
  mayEject(): boolean {
    return this.#ejected.length + 1 <= this.#maxEjected
  }

  /** At most half of the replicas may be ejected, so never the last one. */
  get #maxEjected(): number {
    return Math.floor(this.#replicas.length / 2)
  }

  get #ejected(): readonly Replica<T>[] {
    return this.#replicas.filter(({ isEjected }) => isEjected)
  }

  typicalMs(except: Replica, rows: number): number {
    const known = this.#replicas
      .filter((replica) => replica !== except && !replica.isEjected)
      .map((replica) => replica.typicalMs(rows))
      .filter((ms) => ms > 0)
    return known.length === 0 ? 0 : Math.min(...known)
  }

  positionOf(replica: Replica): number {
    return this.#replicas.findIndex(({ address }) => address === replica.address)
  }

  gaveUp() {
    this.options.room.give()
  }

  /** Whether a call could start now. `lease` may still refuse, if a busy replica would be done sooner. */
  get hasRoom(): boolean {
    const [only] = this.#replicas
    if (only !== undefined && this.#replicas.length === 1) return this.#hasRoom(only)
    return !this.#awaitsCalls && this.#usable.some((replica) => this.#hasRoom(replica))
  }

  /**
   * A place for the next call, and how many of the waiting rows it takes: all, or a share when replicas are idle and the
   * model is so slow that sharing pays. None if no call should start now: no replica has room, or a busy one would finish
   * all waiting rows, in this many `calls`, before the one with room would finish a single one. None either while rows
   * wait for calls in flight.
   */
  lease(waiting: number, calls = 1): { place: ReplicaPlace<T>; rows: number } | undefined {
    if (this.#awaitsCalls) return undefined
    const best = this.#pick([])
    if (best === undefined || !this.#hasRoom(best) || this.#isBusyOneSooner(best, calls)) return undefined
    const rows = Math.ceil(waiting / this.#shares(waiting, best))
    return { place: best.lease(), rows }
  }

  /** Over how many replicas the waiting rows are spread. */
  #shares(waiting: number, { rowMs }: Replica): number {
    if (this.#replicas.length === 1 || this.options.spread.patienceMs > 0) return 1
    const idle = this.#replicas.filter((replica) => replica.callsUnderWay === 0 && replica.breaker.admits)
    return Math.max(1, Math.min(idle.length, Math.floor((waiting * rowMs) / WORTHWHILE_MS)))
  }

  /**
   * Whether the next call waits for those in flight, if they are as many as one replica would have. None waits for a probe.
   * When a call becomes too old to be waited for, it lags, and its hedge tells.
   */
  get #awaitsCalls(): boolean {
    const { spread, inflight } = this.options
    const patienceMs = this.#replicas.length === 1 ? 0 : spread.patienceMs
    if (patienceMs === 0) return false
    let calls = 0
    for (const replica of this.#replicas) {
      if (!replica.isEjected) calls += replica.callsWithin(patienceMs)
      if (calls >= inflight) return true
    }
    return false
  }

  /** A place for a call that failed at `tried`: at another replica if possible, with or without room. */
  leaseAgain(tried: readonly Replica[]): ReplicaPlace<T> | undefined {
    return this.#pick(tried)?.lease()
  }

  /** A place at a healthy replica with room that is not in `tried`. */
  leaseBeside(tried: readonly Replica[]): ReplicaPlace<T> | undefined {
    const other = this.#pick(tried)
    if (other === undefined || tried.includes(other) || !this.#hasRoom(other)) return undefined
    if (other.isEjected || !other.isReady) return undefined
    return other.lease()
  }

  /** The replica for a request that is not a batch. */
  get any(): Replica<T> | undefined {
    return this.#pick([])
  }

  /** A probe waits for no other replica: its duration is unknown. */
  #isBusyOneSooner(free: Replica, calls: number): boolean {
    if (this.#replicas.length === 1 || free.isEjected) return false
    const { cost } = free
    return this.#usable.some((replica) => !this.#hasRoom(replica) && replica.costOf(calls) < cost)
  }

  /** Max calls in flight. */
  get width(): number {
    return this.#usable.length * this.options.inflight
  }

  /** Only a limited number of hanging calls free their place; without any, two that hang would stop a batcher. */
  #hasRoom(replica: Replica): boolean {
    const { inflight } = this.options
    if (replica.callsUnderWay < inflight) return true
    return (
      replica.callsUnderWay < inflight + HANGING &&
      replica.callsWithin(this.options.latencies.lagMs) < inflight
    )
  }

  /**
   * The replica for the next call: one with room, if any has. Preferably none of `tried` and none without a connection:
   * that reveals a killed process before any call has failed there. A replica due for a probe comes first: it would
   * otherwise never be known to have healed.
   */
  #pick(tried: readonly Replica[]): Replica<T> | undefined {
    if (this.#replicas.length === 1) return this.#replicas[0]
    const usable = this.#usable
    const fresh = tried.length === 0 ? usable : usable.filter((replica) => !tried.includes(replica))
    const probed = fresh.find(({ breaker, isEjected }) => isEjected && breaker.admits)
    if (probed !== undefined) return probed
    const candidates = fresh.length > 0 ? fresh : usable
    const free = candidates.filter((replica) => this.#hasRoom(replica))
    return this.options.balancer.choose(free.length > 0 ? free : candidates)
  }

  /** Whether a call could go to a replica that is not in `tried`. */
  hasOther(tried: readonly Replica[]): boolean {
    return this.#usable.some((replica) => !tried.includes(replica))
  }

  /**
   * The replicas that are connected, not ejected and accept calls, as far as there are any. A connection is a fact, an
   * ejection a guess, and whether a replica accepts calls is known as of its last health check.
   */
  get #usable(): readonly Replica<T>[] {
    // Nearly always all are: no lists are made then, for it is asked for each request.
    if (this.#replicas.every((replica) => conditions.every((holds) => holds(replica)))) return this.#replicas
    return conditions.reduce<readonly Replica<T>[]>((usable, holds) => {
      const better = usable.filter(holds)
      return better.length > 0 ? better : usable
    }, this.#replicas)
  }
}
