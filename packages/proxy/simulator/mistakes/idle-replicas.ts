import { defaultPolicies } from '../../src/upstream/composition.ts'
import type { Mistake } from './mistake.ts'

export const idleReplicas: Mistake = {
  what: 'rows wait for a call in flight while replicas are idle, however much work a row is',
  policies: {
    ...defaultPolicies,
    spread: (latencies) => ({
      record: () => {},
      get patienceMs() {
        return Number.isFinite(latencies.lagMs) ? latencies.lagMs : 0
      },
    }),
  },
}
