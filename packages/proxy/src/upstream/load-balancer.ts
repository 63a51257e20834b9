import type { Random } from '../core/random.ts'
import type { Replica } from './replica.ts'

/** With more replicas than this, two random ones are compared instead of all. */
const COMPARE_ALL = 4

/**
 * The replica that promises the soonest answer, of all or of two random ones (Mitzenmacher, "The Power of Two Choices in
 * Randomized Load Balancing").
 */
export function powerOfTwoChoices<R extends Replica>(replicas: readonly R[], random: Random): R | undefined {
  return cheapest(sampleOf(replicas, random))
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
