import { describe, expect, test } from 'bun:test'
import { isFull, quantile, timesOf } from './figures.ts'
import { checkInvariants } from './invariants.ts'
import { Simulation } from './simulation.ts'
import { POISON } from './stub-replica.ts'
import { spans } from './test-extent.ts'

/** A random ensemble under random load: arrivals, sizes, deadlines, callers that leave, refused rows. */
function randomRun(seed: number): Simulation {
  const pick = new Simulation({ ...calm, seed }).random
  const simulation = new Simulation({
    seed,
    classifiers: 1 + pick.below(4),
    replicas: 1 + pick.below(6),
    classes: 2 + pick.below(3),
    inflight: 1 + pick.below(2),
    batchMaxRows: 1 + pick.below(64),
    queueRows: pick.chance(0.2) ? 20 : 10_000,
    law: (random) => {
      const mean = random.between(0.1, 8)
      return { callMs: () => random.exponential(mean), rowMs: random.between(0, 1) }
    },
  })
  const { random } = simulation
  let at = 0
  for (let i = 0; i < 60; i++) {
    at += random.exponential(random.chance(0.3) ? 0 : 2)
    const size = random.chance(0.1) ? 1 + random.below(100) : 1
    const rows = Array.from({ length: size }, () => [random.chance(0.01) ? POISON : random.next()])
    simulation.plan(at, {
      rows,
      timeoutMs: random.between(1, 200),
      leavesAt: random.chance(0.15) ? at + random.between(0, 40) : undefined,
    })
  }
  simulation.clock.runUntil(at + 10_000)
  return simulation
}

const calm = {
  classifiers: 1,
  replicas: 1,
  classes: 2,
  inflight: 1,
  batchMaxRows: 1024,
  queueRows: 10_000,
  law: () => ({ callMs: () => 5, rowMs: 0 }),
}

describe('batchers in simulated time', () => {
  test.each(spans({ few: 80, all: 3000 }))(
    'every row gets its own answer, in time: random schedules from seed %d to %d',
    (first, end) => {
      let settled = 0
      for (let seed = first; seed < end; seed++) {
        const simulation = randomRun(seed)
        try {
          checkInvariants(simulation)
        } catch (error) {
          throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`)
        }
        settled += simulation.requests.length
      }
      expect(settled).toBe(60 * (end - first))
    },
    300_000,
  )

  test('the same seed gives the same run', () => {
    const trace = (seed: number) => JSON.stringify(randomRun(seed).requests)
    expect(trace(7)).toBe(trace(7))
    expect(trace(7)).not.toBe(trace(8))
  })

  test('an idle batcher sends at once, and waiting rows go together', () => {
    const simulation = new Simulation({ ...calm, seed: 1 })
    for (const at of [0, 1, 2, 3]) simulation.plan(at, { rows: [[at]], timeoutMs: 100, leavesAt: undefined })
    simulation.clock.runUntil(1000)
    expect(simulation.requests.map(({ settledAt }) => settledAt)).toEqual([5, 10, 10, 10])
    expect(simulation.replicas[0]?.calls).toBe(2)
  })

  test('one bad row in a batch of 32 fails alone', () => {
    const simulation = new Simulation({ ...calm, seed: 1 })
    for (let i = 0; i < 33; i++) {
      simulation.plan(0, { rows: [[i === 20 ? POISON : i]], timeoutMs: 1000, leavesAt: undefined })
    }
    simulation.clock.runUntil(1000)
    const kinds = simulation.requests.map(({ outcomes }) => outcomes?.[0]?.kind)
    expect(kinds.filter((kind) => kind === 'ok')).toHaveLength(32)
    expect(kinds[20]).toBe('rejected')
    checkInvariants(simulation)
  })

  test('a caller that leaves removes its row from the queue, and cancels a call that is only its own', () => {
    const simulation = new Simulation({ ...calm, seed: 1, law: () => ({ callMs: () => 100, rowMs: 0 }) })
    simulation.plan(0, { rows: [[1]], timeoutMs: 1000, leavesAt: 60 })
    simulation.plan(10, { rows: [[2]], timeoutMs: 1000, leavesAt: 40 })
    simulation.plan(10, { rows: [[3]], timeoutMs: 1000, leavesAt: undefined })
    simulation.clock.runUntil(1000)
    const [replica] = simulation.replicas
    expect(replica?.abandoned).toBe(1)
    expect(replica?.rows).toBe(2)
    expect(simulation.requests.map(({ outcomes }) => outcomes?.[0]?.kind)).toEqual(['late', 'late', 'ok'])
  })

  test('a caller with many rows takes turns with the others', () => {
    const simulation = new Simulation({ ...calm, seed: 1, batchMaxRows: 10 })
    simulation.plan(0, {
      rows: Array.from({ length: 100 }, (_, i) => [i]),
      timeoutMs: 1000,
      leavesAt: undefined,
    })
    simulation.plan(1, { rows: [[0.5]], timeoutMs: 1000, leavesAt: undefined })
    simulation.clock.runUntil(1000)
    const [bulk, single] = simulation.requests
    expect(bulk?.settledAt).toBe(55)
    expect(single?.settledAt).toBeLessThanOrEqual(15)
  })

  test('rows beyond the bound of the queue are shed', () => {
    const simulation = new Simulation({ ...calm, seed: 1, queueRows: 2 })
    for (let i = 0; i < 4; i++)
      simulation.plan(i === 0 ? 0 : 1, { rows: [[i]], timeoutMs: 100, leavesAt: undefined })
    simulation.clock.runUntil(1000)
    expect(simulation.requests.map(({ outcomes }) => outcomes?.[0]?.kind)).toEqual(['ok', 'ok', 'ok', 'shed'])
  })

  test('calls go to the least busy replica, and the rows of a slow model are shared out', () => {
    const simulation = new Simulation({
      ...calm,
      seed: 1,
      replicas: 2,
      law: () => ({ callMs: () => 0, rowMs: 20 }),
    })
    simulation.plan(0, { rows: [[0]], timeoutMs: 1000, leavesAt: undefined })
    simulation.plan(100, { rows: [[1]], timeoutMs: 1000, leavesAt: undefined })
    for (let i = 0; i < 8; i++) simulation.plan(200, { rows: [[i]], timeoutMs: 1000, leavesAt: undefined })
    simulation.clock.runUntil(2000)
    expect(simulation.replicas.map(({ rows }) => rows)).toEqual([5, 5])
    expect(Math.max(...simulation.requests.map(({ settledAt }) => settledAt ?? 0))).toBe(280)
  })

  test('no busy replica of many gets a call that an idle one has room for', () => {
    const simulation = new Simulation({
      ...calm,
      seed: 1,
      replicas: 10,
      law: () => ({ callMs: () => 0.5, rowMs: 3 }),
    })
    const { random } = simulation
    // 10 replicas do 10 rows in about 3 ms.
    for (let at = 0; at < 3000; at += random.exponential(0.35)) {
      simulation.plan(at, { rows: [[random.next()]], timeoutMs: 500 })
    }
    simulation.clock.runUntil(5000)
    expect(simulation.requests.filter(isFull).length / simulation.requests.length).toBeGreaterThan(0.99)
    expect(quantile(timesOf(simulation, 1000), 0.5)).toBeLessThan(30)
  })

  test('a slow replica stays idle when a faster one is free soon, unless many rows wait', () => {
    const times = [5, 12]
    const simulation = new Simulation({
      ...calm,
      seed: 1,
      replicas: 2,
      batchMaxRows: 1,
      law: () => {
        const ms = times.shift() ?? 0
        return { callMs: () => ms, rowMs: 0 }
      },
    })
    const ask = (at: number, count: number) => {
      for (let i = 0; i < count; i++) simulation.plan(at, { rows: [[i]], timeoutMs: 1000 })
    }
    ask(0, 2)
    ask(50, 2)
    ask(100, 3)
    simulation.clock.runUntil(1000)
    const taken = simulation.requests.map(({ sentAt, settledAt = 0 }) => settledAt - sentAt)
    expect(taken.slice(2, 4).sort((a, b) => a - b)).toEqual([5, 10])
    expect(taken.slice(4).sort((a, b) => a - b)).toEqual([5, 10, 12])
  })
})
