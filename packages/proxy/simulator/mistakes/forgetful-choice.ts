import type { Balancer, Candidate } from '../../src/core/balancer.ts'
import type { Random } from '../../src/core/random.ts'
import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

/** Two random replicas are compared, whatever is known of the others. */
class TwoRandom implements Balancer {
  constructor(private readonly random: Random) {}

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    const [a, b] = [0, 1].map(() => candidates[this.random.below(candidates.length || 1)])
    return a !== undefined && b !== undefined && b.cost < a.cost ? b : a
  }
}

export const forgetfulChoice: Mistake = {
  what: 'two random replicas are compared although a better one is known and idle',
  policies: { ...defaultPolicies, balancer: (random) => new TwoRandom(random) },
}
