import type { Balancer, Candidate } from '../core/balancer.ts'
import type { Random } from '../core/random.ts'

/** A replica that costs at most this many times as much as the best one is as good a choice. */
const NEAR = 2
/** With more good choices than this, two random ones are compared instead of all. */
const COMPARE_ALL = 4

/**
 * Chooses the replica that promises the earliest answer. It uses what is known of every replica: two random ones of all
 * would often both be slow. Only among those about as good does chance decide, by power of two choices (Mitzenmacher,
 * "The Power of Two Choices in Randomized Load Balancing"); otherwise several proxies would all call the same replica.
 */
export class LeastCost implements Balancer {
  constructor(private readonly random: Random) {}

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    if (candidates.length <= COMPARE_ALL) return cheapest(this.#sampleOf(candidates))
    const costs = candidates.map(({ cost }) => cost)
    const limit = NEAR * Math.min(...costs)
    return cheapest(this.#sampleOf(candidates.filter((_, i) => (costs[i] ?? 0) <= limit)))
  }

  #sampleOf<C>(candidates: readonly C[]): readonly C[] {
    const { length } = candidates
    const i = this.random.below(length || 1)
    // Start at a random one, so that equal replicas take turns.
    if (length <= COMPARE_ALL) return [...candidates.slice(i), ...candidates.slice(0, i)]
    const j = (i + 1 + this.random.below(length - 1)) % length
    return [i, j].flatMap((k) => candidates[k] ?? [])
  }
}

/** Among equal costs, as at the start when nothing is known, the replica with the fewest calls in flight. */
function cheapest<C extends Candidate>(candidates: readonly C[]): C | undefined {
  let best = candidates[0]
  for (const candidate of candidates) {
    if (best === undefined || candidate.cost > best.cost) continue
    if (candidate.cost < best.cost || candidate.callsUnderWay < best.callsUnderWay) best = candidate
  }
  return best
}
