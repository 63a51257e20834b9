import type { Balancer } from '../core/balancer.ts'
import type { Notice } from '../core/notice.ts'
import type { Transport } from '../core/transport.ts'
import type { Peers, Replica, ReplicaPlace } from './replica.ts'

/** A call should be worth at least this much work before the rest is given to another replica, ms. */
const WORTHWHILE_MS = 1

/** So many calls at one replica may hang and have others beside them. */
const HANGING = 4

export type PoolOptions = {
  /** max calls under way at one replica */
  inflight: number
  balancer: Balancer
  /** a call that is under way for longer than `lagMs` hangs */
  latencies: { readonly lagMs: number }
  /** is given when replicas have come or gone */
  room: Notice
}

/** A classifier's replicas, and which of them the next call should go to. */
export class ReplicaPool<T extends Transport = Transport> implements Peers {
  #replicas: readonly Replica<T>[] = []

  constructor(private readonly options: PoolOptions) {}

  get replicas(): readonly Replica<T>[] {
    return this.#replicas
  }

  /** Replaces the replicas; those that stay keep their calls, those that go finish them. */
  update(replicas: readonly Replica<T>[]) {
    this.#replicas = replicas
    // Those that stay may be fewer than before, and too many of them out.
    for (const { breaker } of this.#ejected.slice(this.#maxEjected)) breaker.readmit()
    this.options.room.give()
  }

  /** The one to be ejected counts too. */
  mayEject(): boolean {
    return this.#ejected.length + 1 <= this.#maxEjected
  }

  /** At most half of the replicas may be ejected, and so the last one never. */
  get #maxEjected(): number {
    return Math.floor(this.#replicas.length / 2)
  }

  get #ejected(): readonly Replica<T>[] {
    return this.#replicas.filter(({ isEjected }) => isEjected)
  }

  usualMs(except: Replica, rows: number): number {
    const known = this.#replicas
      .filter((replica) => replica !== except && !replica.isEjected)
      .map((replica) => replica.usualMs(rows))
      .filter((ms) => ms > 0)
    return known.length === 0 ? 0 : Math.min(...known)
  }

  /** Whether a call could begin now. A lease may still be refused: one that is busy may be sooner done. */
  get hasRoom(): boolean {
    return this.#usable.some((replica) => this.#hasRoom(replica))
  }

  /**
   * A place for the next call, and how many of the rows that wait it should take: all, or a share when replicas are
   * idle and the model is so slow that sharing pays. None when no call should start now: no replica has room, or one
   * that is busy would be done with all that waits, in so many `calls`, before the one that has room were done with a
   * single one.
   */
  lease(waiting: number, calls = 1): { place: ReplicaPlace<T>; rows: number } | undefined {
    const best = this.#pick([])
    if (best === undefined || !this.#hasRoom(best) || this.#isBusyOneSooner(best, calls)) return undefined
    const idle = this.#replicas.filter((replica) => replica.callsUnderWay === 0 && replica.breaker.admits)
    const shares = Math.min(idle.length, Math.floor((waiting * best.rowMs) / WORTHWHILE_MS))
    return { place: best.lease(), rows: Math.ceil(waiting / Math.max(1, shares)) }
  }

  /** A place for a call that failed at `tried`: at another replica if possible, whether it has room or not. */
  leaseAgain(tried: readonly Replica[]): ReplicaPlace<T> | undefined {
    return this.#pick(tried)?.lease()
  }

  /** A place at a replica that is well, has room and is none of `tried`. */
  leaseBeside(tried: readonly Replica[]): ReplicaPlace<T> | undefined {
    const other = this.#pick(tried)
    if (other === undefined || tried.includes(other) || !this.#hasRoom(other)) return undefined
    if (other.isEjected || !other.isReady) return undefined
    return other.lease()
  }

  /** Whom to ask something that is not a call. */
  get any(): Replica<T> | undefined {
    return this.#pick([])
  }

  /** A probe waits for nobody: its time is not known. */
  #isBusyOneSooner(free: Replica, calls: number): boolean {
    if (this.#replicas.length === 1 || free.isEjected) return false
    const { cost } = free
    return this.#usable.some((replica) => !this.#hasRoom(replica) && replica.costOf(calls) < cost)
  }

  /** Max calls under way at once. */
  get width(): number {
    return this.#usable.length * this.options.inflight
  }

  /** A call that hangs keeps its place from others only to a bound: or two that hang would stop a batcher. */
  #hasRoom(replica: Replica): boolean {
    const { inflight } = this.options
    if (replica.callsUnderWay < inflight) return true
    return (
      replica.callsUnderWay < inflight + HANGING &&
      replica.callsWithin(this.options.latencies.lagMs) < inflight
    )
  }

  /**
   * The replica for the next call: one that has room, as long as any has. But not one of `tried` if possible, nor one
   * without a connection: a process that was killed is known by that before a call has failed there. One whose time out
   * is over comes first: it gets its one probe, or would never be known to have healed.
   */
  #pick(tried: readonly Replica[]): Replica<T> | undefined {
    if (this.#replicas.length === 1) return this.#replicas[0]
    const usable = this.#usable
    const fresh = usable.filter((replica) => !tried.includes(replica))
    const probed = fresh.find(({ breaker, isEjected }) => isEjected && breaker.admits)
    if (probed !== undefined) return probed
    const candidates = fresh.length > 0 ? fresh : usable
    const free = candidates.filter((replica) => this.#hasRoom(replica))
    return this.options.balancer.choose(free.length > 0 ? free : candidates)
  }

  /** Whether a call could go to a replica that is none of `tried`. */
  hasOther(tried: readonly Replica[]): boolean {
    return this.#usable.some((replica) => !tried.includes(replica))
  }

  /**
   * Those that are connected, not ejected and want calls, as far as there are any. A connection is a fact; an ejection
   * is a guess, and whether one wants calls is known as of the last time that it was asked.
   */
  get #usable(): readonly Replica<T>[] {
    const conditions: ((replica: Replica<T>) => boolean)[] = [
      ({ isMismatched }) => !isMismatched,
      ({ transport }) => transport.isOpen,
      ({ breaker }) => breaker.admits,
      ({ isReady }) => isReady,
    ]
    return conditions.reduce<readonly Replica<T>[]>((usable, holds) => {
      const better = usable.filter(holds)
      return better.length > 0 ? better : usable
    }, this.#replicas)
  }
}
