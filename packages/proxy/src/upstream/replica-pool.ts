import type { Batch } from '../fanout/batch.ts'
import type { Upstream } from '../fanout/lane.ts'
import type { Outcome } from '../fanout/outcome.ts'
import type { Random } from './random.ts'
import type { Replica, Transport } from './replica.ts'

/** With more replicas than this, two random ones are compared instead of all. */
const COMPARE_ALL = 4

/** A call should be worth at least this much work before the rest is given to another replica, ms. */
const WORTHWHILE_MS = 1

export type PoolOptions = {
  /** most calls under way at one replica */
  inflight: number
  random: Random
}

/** A classifier's replicas: each call goes to the one with the least calls under way. */
export class ReplicaPool<T extends Transport = Transport> implements Upstream {
  #replicas: readonly Replica<T>[] = []
  /** called when a replica has room again, or is new */
  onRoom: () => void = () => {}

  constructor(private readonly options: PoolOptions) {}

  get replicas(): readonly Replica<T>[] {
    return this.#replicas
  }

  /** Replaces the replicas; those that stay keep their calls, those that go finish them. */
  update(replicas: readonly Replica<T>[]) {
    this.#replicas = replicas
    this.onRoom()
  }

  /** All that waits, or its share when replicas are idle and the model is so slow that sharing pays. */
  roomFor(waiting: number): number {
    const free = this.#replicas.filter((replica) => replica.callsUnderWay < this.options.inflight)
    if (free.length <= 1) return free.length * waiting
    const workMs = waiting * Math.max(...free.map(({ rowMs }) => rowMs))
    const shares = Math.min(free.length, Math.max(1, Math.floor(workMs / WORTHWHILE_MS)))
    return Math.ceil(waiting / shares)
  }

  async send(batch: Batch): Promise<Outcome<Float32Array>> {
    const replica = this.pick()
    if (replica === undefined) return { kind: 'unavailable', detail: 'it has no replica' }
    const outcome = await replica.send(batch)
    this.onRoom()
    return outcome
  }

  /** The replica for the next call: least calls under way, of all or of two random ones. */
  pick(): Replica<T> | undefined {
    const { random } = this.options
    if (this.#replicas.length <= COMPARE_ALL)
      return least(this.#replicas, random.below(this.#replicas.length || 1))
    const i = random.below(this.#replicas.length)
    const j = (i + 1 + random.below(this.#replicas.length - 1)) % this.#replicas.length
    return least(
      [this.#replicas[i], this.#replicas[j]].filter((replica) => replica !== undefined),
      0,
    )
  }
}

/** The first of the least busy ones, from place `start` on, so that equals take turns. */
function least<R extends Replica>(replicas: readonly R[], start: number): R | undefined {
  let best = replicas[start]
  for (let i = 1; i < replicas.length; i++) {
    const replica = replicas[(start + i) % replicas.length]
    if (replica && best && replica.callsUnderWay < best.callsUnderWay) best = replica
  }
  return best
}
