import { VirtualClock } from '../simulator/virtual-clock.ts'
import type { Replica } from '../src/upstream/replica.ts'
import type { PoolOptions, ReplicaPool } from '../src/upstream/replica-pool.ts'
import { Asked, batchOf } from './asked.ts'
import { HeldTransport } from './held-transport.ts'
import { emptyPool, openReplica } from './pool-parts.ts'

const { signal } = new AbortController()

/** A pool of this many replicas in virtual time, whose calls end when the test ends them. */
export class HeldPool {
  readonly clock = new VirtualClock()
  readonly pool: ReplicaPool<HeldTransport>

  constructor(count: number, options: Partial<PoolOptions> = {}) {
    this.pool = emptyPool(options)
    this.pool.update(
      Array.from({ length: count }, (_, i) => openReplica(`10.0.0.${i}:1`, new HeldTransport(), this)),
    )
  }

  replica(i: number): Replica<HeldTransport> {
    const replica = this.pool.replicas[i]
    if (replica === undefined) throw new RangeError(`no replica ${i}`)
    return replica
  }

  /** Begins a call of this many rows. */
  begin(i: number, rows = 1) {
    this.replica(i)
      .lease()
      .send(batchOf(new Asked(Array(rows).fill([0]))), signal)
  }

  /** A whole call of this many rows that takes this long, ms. */
  call(i: number, { rows = 1, ms }: { rows?: number; ms: number }) {
    this.begin(i, rows)
    this.pass(ms)
    this.end(i)
  }

  end(i: number) {
    this.replica(i).transport.end()
    this.pass(0)
  }

  pass(ms: number) {
    this.clock.runUntil(this.clock.now() + ms)
  }

  /** The replica that a call would go to after failing at those tried. */
  pick(tried: readonly Replica[] = []): Replica<HeldTransport> | undefined {
    const place = this.pool.leaseAgain(tried)
    place?.giveBack()
    return place?.replica
  }

  /** How many of the waiting rows the next call would take. */
  room(waiting: number, calls = 1): number {
    const lease = this.pool.lease(waiting, calls)
    lease?.place.giveBack()
    return lease?.rows ?? 0
  }

  /** Which replicas come first in this many picks. */
  picks(count = 50): number[] {
    const picked = new Set(Array.from({ length: count }, () => this.pick()))
    return this.pool.replicas.flatMap((replica, i) => (picked.has(replica) ? [i] : []))
  }
}
