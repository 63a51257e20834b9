import type { Policies } from '../../src/upstream/composition.ts'
import { Simulation, type SimulationOptions } from '../simulation.ts'
import type { Fault, StubReplica } from '../stub-replica.ts'

/** The events of one row of the report. */
export type Situation = {
  what: string
  /** mean interval of the requests, one row each, ms */
  everyMs: number
  law: SimulationOptions['law']
  plan: (simulation: Simulation, replicas: readonly StubReplica[]) => void
}

const SEED = 17
const CLASSIFIERS = 3
const REPLICAS = 2
const LASTS_MS = 30_000
/** Not at a whole second, when the health checks run, ms. */
const TROUBLE = [5300, 20_300] as const
const TIMEOUT_MS = 1000
/** By then every request has settled, ms. */
const AT_REST = 60_000

const fast: SimulationOptions['law'] = (random) => ({ callMs: () => random.between(4, 6), rowMs: 0 })
const stalling: SimulationOptions['law'] = (random) => ({
  callMs: () => random.between(4, 6),
  rowMs: 0,
  stallMs: () => (random.chance(0.01) ? 600 : 0),
})
const slow: SimulationOptions['law'] = () => ({ callMs: () => 5, rowMs: 20 })
/** One of the first classifier's replicas is at fault. */
const oneOfTwo = (what: string, fault: Fault): Situation => ({
  what: `one of two replicas ${what}`,
  everyMs: 10,
  law: fast,
  plan: (simulation, [sick]) => {
    if (sick) simulation.planFault(sick, fault, TROUBLE)
  },
})

export const situations: readonly Situation[] = [
  { what: 'all is well', everyMs: 10, law: fast, plan: () => {} },
  oneOfTwo('refuses connections', 'refuse'),
  oneOfTwo('hangs', 'hang'),
  oneOfTwo('fails at once', 'fail'),
  oneOfTwo('takes 20 times as long', 'slow'),
  { what: '1 % of the calls take 600 ms more', everyMs: 10, law: stalling, plan: () => {} },
  {
    what: 'every replica is restarted in turn',
    everyMs: 10,
    law: fast,
    plan: (simulation, replicas) => {
      for (const [i, replica] of replicas.entries()) {
        simulation.planRestart(replica, [TROUBLE[0] + 3000 * i, TROUBLE[0] + 3000 * i + 800], 1500)
      }
    },
  },
  {
    what: 'one classifier is gone for 5 s',
    everyMs: 10,
    law: fast,
    plan: (simulation, replicas) => {
      for (const replica of replicas.slice(0, REPLICAS)) {
        simulation.planFault(replica, 'refuse', [TROUBLE[0], TROUBLE[0] + 5000])
      }
    },
  },
  // Two replicas at 20 ms a row do 100 rows a second.
  { what: 'a slow model has 4 times the load that it can bear', everyMs: 2.5, law: slow, plan: () => {} },
]

/** Runs a situation with other policies, the same each time. */
export function runSituation({ everyMs, law, plan }: Situation, policies: Policies): Simulation {
  const simulation = new Simulation({
    seed: SEED,
    classifiers: CLASSIFIERS,
    replicas: REPLICAS,
    classes: 2,
    inflight: 1,
    batchMaxRows: 1024,
    queueRows: 262_144,
    law,
    policies,
  })
  plan(simulation, simulation.replicas)
  const { random } = simulation
  for (let at = random.exponential(everyMs); at < LASTS_MS; at += random.exponential(everyMs)) {
    simulation.plan(at, { rows: [[random.next()]], timeoutMs: TIMEOUT_MS })
  }
  simulation.clock.runUntil(AT_REST)
  return simulation
}
