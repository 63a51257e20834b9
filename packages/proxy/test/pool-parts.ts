import { SeededRandom } from '../simulator/seeded-random.ts'
import type { Clock } from '../src/core/clock.ts'
import { Notice } from '../src/core/notice.ts'
import type { Transport } from '../src/core/transport.ts'
import { CircuitBreaker } from '../src/upstream/circuit-breaker.ts'
import { LeastCost } from '../src/upstream/load-balancer.ts'
import { PeakEwma } from '../src/upstream/peak-ewma.ts'
import { Replica } from '../src/upstream/replica.ts'
import { type PoolOptions, ReplicaPool } from '../src/upstream/replica-pool.ts'

/** A pool without replicas, with the default policies. */
export function emptyPool<T extends Transport>(options: Partial<PoolOptions> = {}): ReplicaPool<T> {
  return new ReplicaPool<T>({
    inflight: 1,
    balancer: new LeastCost(new SeededRandom(1)),
    latencies: { lagMs: Number.POSITIVE_INFINITY },
    spread: { patienceMs: 0 },
    room: new Notice(),
    ...options,
  })
}

/** A replica of a pool, with the default policies. */
export function openReplica<T extends Transport>(
  address: string,
  transport: T,
  { clock, pool }: { clock: Clock; pool: ReplicaPool<T> },
): Replica<T> {
  return new Replica(address, transport, {
    clock,
    peers: pool,
    breaker: new CircuitBreaker(clock, () => pool.mayEject()),
    latency: new PeakEwma(clock),
  })
}
