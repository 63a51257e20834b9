import type { Random } from '../core/random.ts'
import type { Replica } from './replica.ts'

/** A replica that costs at most so many times as much as the best one is as good a choice. */
const NEAR = 2
/** With more good choices than this, two random ones are compared instead of all. */
const COMPARE_ALL = 4

/**
 * The replica that promises the soonest answer. What is known of each counts, however many there are: two random ones
 * of all would often both be slow. Only among those that are about as good does chance decide, by two choices
 * (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing"): otherwise several proxies would all call the
 * same replica.
 */
export function leastCost<R extends Replica>(replicas: readonly R[], random: Random): R | undefined {
  if (replicas.length <= COMPARE_ALL) return cheapest(sampleOf(replicas, random))
  const costs = replicas.map(({ cost }) => cost)
  const limit = NEAR * Math.min(...costs)
  return cheapest(
    sampleOf(
      replicas.filter((_, i) => (costs[i] ?? 0) <= limit),
      random,
    ),
  )
}

function sampleOf<R>(replicas: readonly R[], random: Random): readonly R[] {
  const { length } = replicas
  const i = random.below(length || 1)
  // A random one first, so that equals take turns.
  if (length <= COMPARE_ALL) return [...replicas.slice(i), ...replicas.slice(0, i)]
  const j = (i + 1 + random.below(length - 1)) % length
  return [i, j].flatMap((k) => replicas[k] ?? [])
}

/** Of those that cost the same, as all do of which nothing is known yet, the one with the fewest calls under way. */
function cheapest<R extends Replica>(replicas: readonly R[]): R | undefined {
  let best = replicas[0]
  for (const replica of replicas) {
    if (best === undefined || replica.cost > best.cost) continue
    if (replica.cost < best.cost || replica.callsUnderWay < best.callsUnderWay) best = replica
  }
  return best
}
