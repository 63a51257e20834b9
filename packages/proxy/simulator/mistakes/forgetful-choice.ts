import type { leastCost } from '../../src/upstream/load-balancer.ts'
import { policies } from '../../src/upstream/policies.ts'
import type { Mistake } from './mistake.ts'

/** Two random replicas are compared, whatever is known of the others. */
const twoRandom: typeof leastCost = (replicas, random) => {
  const [a, b] = [0, 1].map(() => replicas[random.below(replicas.length || 1)])
  return a !== undefined && b !== undefined && b.cost < a.cost ? b : a
}

export const forgetfulChoice: Mistake = {
  what: 'two random replicas are compared although a better one is known and idle',
  policies: { ...policies, choose: twoRandom },
}
