import { AdaptiveLimit } from '../batching/adaptive-limit.ts'
import { Batcher } from '../batching/batcher.ts'
import type { Balancer } from '../core/balancer.ts'
import type { Breaker } from '../core/breaker.ts'
import type { BulkRule } from '../core/bulk-rule.ts'
import type { Clock } from '../core/clock.ts'
import type { Hedge } from '../core/hedge.ts'
import type { LatencyEstimate } from '../core/latency-estimate.ts'
import { Notice } from '../core/notice.ts'
import type { Random } from '../core/random.ts'
import type { RowLimit } from '../core/row-limit.ts'
import type { BudgetShare, SendBudget } from '../core/send-budget.ts'
import type { Spread } from '../core/spread.ts'
import type { Transport } from '../core/transport.ts'
import { CircuitBreaker } from './circuit-breaker.ts'
import { Discovery } from './discovery.ts'
import { Dispatcher } from './dispatcher.ts'
import { HealthCheck } from './health-check.ts'
import { hedged } from './hedge.ts'
import { LeastCost } from './load-balancer.ts'
import { PeakEwma } from './peak-ewma.ts'
import { RecentLatencies } from './recent-latencies.ts'
import { RecentTimes } from './recent-times.ts'
import { Replica } from './replica.ts'
import { ReplicaPool } from './replica-pool.ts'
import { RetryBudget } from './retry-budget.ts'
import { SpreadByWork } from './spread-by-work.ts'

/** Every policy on the way to a classifier, in the order in which a call meets them. */
export type Policies = {
  /** decides which requests wait in the bulk line */
  isBulk: BulkRule
  /** limits the rows in flight, of bulk and of other requests each */
  limit: (clock: Clock) => RowLimit
  /** limits sends beyond the first of a batch: one budget for retries and hedges together, one for hedges alone */
  budget: (clock: Clock, share: BudgetShare) => SendBudget
  /** decides whether rows wait for calls in flight while replicas are idle; a call older than `lagMs` lags */
  spread: (latencies: { readonly lagMs: number }) => Spread
  /** chooses the replica */
  balancer: (random: Random) => Balancer
  /** sends a call to a second replica when the first one lags */
  hedge: Hedge
  /** keeps calls from a failing replica, unless its pool needs it */
  breaker: (clock: Clock, mayOpen: () => boolean) => Breaker
  /** estimates the latency of a replica */
  latency: (clock: Clock) => LatencyEstimate
}

export const defaultPolicies: Policies = {
  isBulk: (rows, rowsOfCall) => rows > rowsOfCall,
  limit: (clock) => new AdaptiveLimit(clock),
  budget: (clock, share) => new RetryBudget(clock, share),
  spread: (latencies) => new SpreadByWork(latencies),
  balancer: (random) => new LeastCost(random),
  hedge: hedged,
  breaker: (clock, mayOpen) => new CircuitBreaker(clock, mayOpen),
  latency: (clock) => new PeakEwma(clock),
}

/** Extra sends per first try, and in a quiet window. */
const EXTRA_SENDS: BudgetShare = { share: 0.1, floor: 3 }
/** The share of them that may be hedges. */
const HEDGES: BudgetShare = { share: 0.02, floor: 3 }

export type ClusterOptions<T extends Transport> = {
  classifier: string
  clock: Clock
  random: Random
  /** all current addresses behind one `host:port`; rejects if the name cannot be resolved */
  resolve: (address: string) => Promise<string[]>
  /** opens a transport to one replica */
  connect: (address: string) => T
  /** how often names are resolved again, ms */
  dnsRefreshMs: number
  /** max calls in flight at one replica */
  inflight: number
  /** max rows in one call */
  batchMaxRows: number
  /** max waiting rows in the batcher */
  queueRows: number
  /** told when no replica answers any more, and when one does again */
  onAnswering?: (doesAnswer: boolean) => void
  policies?: Policies
}

/**
 * Composes everything between the proxy and one classifier. A call meets, in this order: the batcher's lines and their
 * limits, the dispatcher with its budgets, the pool with its spread and its balancer, the hedge, and the replica with its breaker and
 * its latency estimate.
 */
export function compose<T extends Transport>(
  addresses: readonly string[],
  width: number,
  { clock, random, policies = defaultPolicies, ...options }: ClusterOptions<T>,
) {
  // Who calls tells of room when a call has ended; who waits listens.
  const room = new Notice()
  const latencies = new RecentLatencies()
  const waits = new RecentTimes()

  const { isBulk } = policies
  const limits = { others: policies.limit(clock), bulk: policies.limit(clock) }
  const budget = policies.budget(clock, EXTRA_SENDS)
  const hedgeBudget = policies.budget(clock, HEDGES)
  const spread = policies.spread(latencies)
  const balancer = policies.balancer(random)
  const { hedge } = policies
  const pool = new ReplicaPool<T>({ inflight: options.inflight, balancer, latencies, spread, room })
  const openReplica = (address: string) =>
    new Replica(address, options.connect(address), {
      clock,
      peers: pool,
      breaker: policies.breaker(clock, () => pool.mayEject()),
      latency: policies.latency(clock),
    })

  const dispatcher = new Dispatcher(pool, {
    clock,
    random,
    budget,
    hedgeBudget,
    hedge,
    latencies,
    waits,
    spread,
    room,
  })
  const { classifier, batchMaxRows, queueRows } = options
  const calls = { classifier, width, batchMaxRows, queueRows }
  const batcher = new Batcher(dispatcher, clock, { ...calls, limits, isBulk, room })

  const { resolve, dnsRefreshMs: refreshMs } = options
  const discovery = new Discovery(pool, addresses, { clock, resolve, refreshMs, open: openReplica })
  const healthCheck = new HealthCheck(pool, clock, options.onAnswering)
  return { batcher, limits, dispatcher, waits, pool, discovery, healthCheck }
}
