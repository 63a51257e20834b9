import { describe, expect, test } from 'bun:test'
import { checkInvariants } from './invariants.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'
import type { Fault } from './stub-replica.ts'
import { isWhole, spans } from './test-extent.ts'

const options: SimulationOptions = {
  seed: 1,
  classifiers: 1,
  replicas: 2,
  classes: 2,
  inflight: 1,
  batchMaxRows: 1024,
  queueRows: 10_000,
  law: () => ({ callMs: () => 5, rowMs: 0 }),
}
const faults: readonly Fault[] = ['refuse', 'hang', 'reset', 'fail', 'short']

/** One row every few ms, from one time to another, ms. */
function load(
  simulation: Simulation,
  everyMs: number,
  [from, to]: readonly [number, number],
  timeoutMs = 1000,
) {
  for (let at = from; at < to; at += everyMs) {
    simulation.plan(at, { rows: [[simulation.random.next()]], timeoutMs, leavesAt: undefined })
  }
}

const isFull = ({ outcomes }: Simulation['requests'][number]) => outcomes?.every(({ kind }) => kind === 'ok')
const shareOfFull = ({ requests }: Simulation) => requests.filter(isFull).length / requests.length
const sends = ({ replicas }: Simulation) => replicas.reduce((total, { calls }) => total + calls, 0)

/** ms; of requests sent after the first second, in which a batcher learns how long its calls take. */
function percentile({ requests }: Simulation, quantile: number): number {
  const known = requests.filter(({ sentAt }) => sentAt >= 1000)
  const times = known.map(({ sentAt, settledAt }) => (settledAt ?? Number.POSITIVE_INFINITY) - sentAt)
  return times.sort((a, b) => a - b)[Math.floor(times.length * quantile)] ?? Number.NaN
}

describe('with faults, in simulated time', () => {
  test.each(spans({ few: 20, all: 1000 }))(
    'every invariant holds, and replicas that healed serve again: from seed %d to %d',
    (first, end) => {
      for (let seed = first; seed < end; seed++) {
        const pick = new Simulation({ ...options, seed }).random
        const simulation = new Simulation({
          ...options,
          seed,
          classifiers: 1 + pick.below(3),
          replicas: 1 + pick.below(4),
          inflight: 1 + pick.below(2),
          law: (random) => ({ callMs: () => random.exponential(3), rowMs: 0.1 }),
        })
        const { random } = simulation
        for (const replica of simulation.replicas) {
          if (random.chance(0.5)) continue
          const from = random.between(0, 2000)
          const fault = faults[random.below(faults.length)] ?? 'hang'
          simulation.planFault(replica, fault, [from, from + random.between(10, 2000)])
        }
        load(simulation, 20, [0, 4000], random.between(50, 500))
        simulation.clock.runUntil(9000)
        const healed = simulation.requests.length
        load(simulation, 20, [9000, 10_000])
        simulation.clock.runUntil(20_000)
        try {
          checkInvariants(simulation)
          const unserved = simulation.requests.slice(healed).filter((request) => !isFull(request))
          if (unserved.length > 0) throw new Error(`${unserved.length} requests failed after all had healed`)
          const open = simulation.replicaFigures.filter(({ state }) => state !== 'closed')
          if (open.length > 0) throw new Error(`${open.length} breakers are still open after all had healed`)
        } catch (error) {
          throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`)
        }
      }
    },
    300_000,
  )

  test('a total outage costs at most 1.1 sends a first try, and 3 in a window', () => {
    const simulation = new Simulation({ ...options, seed: 3 })
    for (const replica of simulation.replicas) simulation.planFault(replica, 'refuse', [0, 15_000])
    load(simulation, 10, [0, 10_000])
    simulation.clock.runUntil(20_000)
    expect(simulation.requests.length).toBe(1000)
    expect(sends(simulation)).toBeLessThanOrEqual(1000 * 1.1 + 3 * 2)
    checkInvariants(simulation)
  })

  test.each(faults)('one of two replicas with the fault "%s" costs callers next to nothing', (fault) => {
    const simulation = new Simulation({ ...options, seed: 5 })
    const [sick] = simulation.replicas
    if (sick === undefined) throw new Error('no replica')
    simulation.planFault(sick, fault, [2000, 12_000])
    load(simulation, 8, [0, 20_000])
    simulation.clock.runUntil(30_000)
    expect(shareOfFull(simulation)).toBeGreaterThanOrEqual(0.999)
    checkInvariants(simulation)
  })

  test.skipIf(!isWhole)(
    'a few stalled calls are hedged: p99.9 stays near the rest, for hardly any extra sends',
    () => {
      const stalling = (seed: number, replicas: number) => {
        const simulation = new Simulation({
          ...options,
          seed,
          replicas,
          law: (random) => ({
            callMs: () => random.between(4, 6),
            rowMs: 0,
            stallMs: () => (random.chance(0.01) ? 600 : 0),
          }),
        })
        load(simulation, 10, [0, 100_000], 2000)
        simulation.clock.runUntil(110_000)
        checkInvariants(simulation)
        return simulation
      }
      const alone = stalling(11, 1)
      const hedged = [11, 12, 13, 14, 15].map((seed) => stalling(seed, 2))
      const worst = Math.max(...hedged.map((simulation) => percentile(simulation, 0.999)))
      console.log(
        `p99.9: ${percentile(alone, 0.999).toFixed(0)} ms alone, ${worst.toFixed(0)} ms hedged, the worst of 5`,
      )
      expect(worst).toBeLessThanOrEqual(24)
      for (const simulation of hedged) {
        // 2 % and 3 in each of the windows of 10 s.
        expect(sends(simulation)).toBeLessThanOrEqual(1.02 * simulation.requests.length + 3 * 11)
      }
    },
    300_000,
  )

  test('a failing replica is ejected after 4 failures, and back within 3 s of healing', () => {
    const simulation = new Simulation({ ...options, seed: 7 })
    const [sick] = simulation.replicas
    if (sick === undefined) throw new Error('no replica')
    simulation.planFault(sick, 'fail', [0, 10_000])
    load(simulation, 8, [0, 20_000])
    let failures = 0
    let callsAtHealing = 0
    simulation.at(400, () => {
      failures = sick.calls
    })
    simulation.at(10_000, () => {
      callsAtHealing = sick.calls
    })
    simulation.clock.runUntil(13_000)
    expect(failures).toBeLessThanOrEqual(5)
    expect(sick.calls).toBeGreaterThan(callsAtHealing)
    expect(simulation.replicaFigures.map(({ state }) => state)).toEqual(['closed', 'closed'])
  })

  test('a restarted replica gets calls again within 2 s, however fast the other one is', () => {
    const simulation = new Simulation({ ...options, seed: 8, law: () => ({ callMs: () => 0.3, rowMs: 0 }) })
    const [restarted] = simulation.replicas
    if (restarted === undefined) throw new Error('no replica')
    simulation.planFault(restarted, 'refuse', [1000, 1300])
    load(simulation, 5, [0, 3300])
    let calls = 0
    simulation.at(1300, () => {
      calls = restarted.calls
    })
    simulation.clock.runUntil(5000)
    expect(restarted.calls).toBeGreaterThan(calls + 10)
    expect(shareOfFull(simulation)).toBe(1)
  })

  test('the last replica is never ejected', () => {
    const simulation = new Simulation({ ...options, seed: 9, replicas: 1 })
    for (const replica of simulation.replicas) simulation.planFault(replica, 'refuse', [0, 1000])
    load(simulation, 5, [0, 1100])
    simulation.clock.runUntil(2000)
    expect(simulation.requests.slice(-15).every(isFull)).toBe(true)
  })
})
