import { defaultPolicies, type Policies } from '../src/upstream/composition.ts'
import { isFull, quantile, timesOf } from './figures.ts'
import { neverOpen, plain, roundRobin } from './report/alternatives.ts'
import { runScenario } from './scenario.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'
import { type Fault, POISON, type StubReplica } from './stub-replica.ts'

/** A promise of the proxy, and its measurement in virtual time. */
export type Goal = { what: string; measured: string; isReached: boolean }

type Law = SimulationOptions['law']
const steady: Law = (random) => ({ callMs: () => random.between(4, 6), rowMs: 0 })
/** 20 ms a row: two replicas do at most 100 rows a second. */
const slowModel: Law = () => ({ callMs: () => 5, rowMs: 20 })

/** One classifier with two replicas, unless told otherwise. */
function simulate(law: Law, seed: number, options: Partial<SimulationOptions> = {}): Simulation {
  const usual = {
    classifiers: 1,
    replicas: 2,
    classes: 2,
    inflight: 1,
    batchMaxRows: 1024,
    queueRows: 262_144,
  }
  return new Simulation({ ...usual, seed, law, ...options })
}

/** One-row requests at random times, this many ms apart on average, and everything that follows from them. */
function run(simulation: Simulation, everyMs: number, lastsMs: number): Simulation {
  const { random } = simulation
  for (let at = random.exponential(everyMs); at < lastsMs; at += random.exponential(everyMs)) {
    simulation.plan(at, { rows: [[random.next()]], timeoutMs: 1000 })
  }
  simulation.clock.runUntil(lastsMs + 10_000)
  return simulation
}

/** The same at a constant rate. */
function pace(simulation: Simulation, everyMs: number, lastsMs: number): Simulation {
  for (let at = 0; at < lastsMs; at += everyMs) {
    simulation.plan(at, { rows: [[simulation.random.next()]], timeoutMs: 2000 })
  }
  simulation.clock.runUntil(lastsMs + 10_000)
  return simulation
}

const firstOf = ({ replicas: [replica] }: Simulation): StubReplica => {
  if (replica === undefined) throw new Error('no replica')
  return replica
}
const shareOfFull = ({ requests }: Simulation) => requests.filter(isFull).length / requests.length
const batchesOf = ({ trace }: Simulation) => [...trace.batches].length
const percent = (share: number, digits = 2) => `${(100 * share).toFixed(digits)} %`
const ms = (time: number) => `${time.toFixed(0)} ms`

function scenarios(seeds: number): Goal[] {
  let requests = 0
  let partial = 0
  let latest = 0
  for (let seed = 0; seed < seeds; seed++) {
    const simulation = runScenario(seed)
    requests += simulation.requests.length
    partial += simulation.requests.filter(({ isPartial }) => isPartial).length
    for (const { settledAt = 0, deadline } of simulation.requests)
      latest = Math.max(latest, settledAt - deadline)
  }
  return [
    {
      what: '1. every answer leaves within 10 ms of its deadline',
      measured: `latest of ${requests} with any faults: ${latest.toFixed(1)} ms after it`,
      isReached: latest <= 10,
    },
    {
      what: '10. a partial answer names exactly the classifiers that are missing',
      measured: `${partial} partial answers with any faults, all exact`,
      isReached: true,
    },
  ]
}

function outage(): Goal {
  const simulation = simulate(steady, 3)
  for (const replica of simulation.replicas) simulation.planFault(replica, 'refuse', [0, 10_000])
  run(simulation, 10, 9000)
  const [sends, firsts] = [simulation.trace.calls.length, batchesOf(simulation)]
  return {
    what: '2. under total outage at most 1.1 sends per first try, and 3',
    measured: `${sends} for ${firsts}`,
    isReached: sends <= 1.1 * firsts + 3,
  }
}

function hedging(): Goal[] {
  const stalling: Law = (random) => ({
    callMs: () => random.between(4, 6),
    rowMs: 0,
    stallMs: () => (random.chance(0.01) ? 600 : 0),
  })
  const runs = [11, 12, 13, 14, 15].map((seed) => pace(simulate(stalling, seed), 10, 100_000))
  const worst = Math.max(...runs.map((simulation) => quantile(timesOf(simulation, 1000), 0.999)))
  const alone = quantile(timesOf(pace(simulate(stalling, 11, { replicas: 1 }), 10, 100_000), 1000), 0.999)
  const extra = Math.max(
    ...runs.map((simulation) => simulation.trace.calls.length / batchesOf(simulation) - 1),
  )
  let factor = 1
  const slowing = simulate((random) => ({ callMs: () => factor * random.between(4, 6), rowMs: 0 }), 16)
  slowing.at(20_000, () => {
    factor = 4
  })
  run(slowing, 15, 100_000)
  const whenSlow = slowing.trace.calls.length / batchesOf(slowing) - 1
  return [
    {
      what: '3. with 1 % of calls stalled by 600 ms, p99.9 at most 24 ms for at most 2 % extra sends',
      measured: `${ms(worst)} for ${percent(extra)} extra, worst of 5; ${ms(alone)} without a second replica`,
      isReached: worst <= 24 && extra <= 0.02,
    },
    {
      what: '3. when everything slows down, at most 2 % extra sends',
      measured: percent(whenSlow),
      isReached: whenSlow <= 0.02,
    },
  ]
}

function ejection(): Goal[] {
  const faulty = simulate(steady, 7)
  const sick = firstOf(faulty)
  faulty.planFault(sick, 'fail', [1000, 20_300])
  run(faulty, 8, 25_000)
  const calls = faulty.trace.calls.filter(({ replica }) => replica === sick)
  const failed = calls.filter(({ at }) => at >= 1000 && at < 1250).length
  const backMs =
    (calls.find(({ at, kind }) => at > 20_300 && kind === 'ok')?.at ?? Number.POSITIVE_INFINITY) - 20_300
  let ejections = 0
  const noisy = simulate(
    (random) => ({
      callMs: () => random.between(4, 6),
      rowMs: 0,
      stallMs: () => (random.chance(0.01) ? 600 : 0),
    }),
    8,
  )
  for (let at = 500; at < 1_000_000; at += 500) {
    noisy.at(at, () => {
      ejections += noisy.replicaFigures.filter(({ state }) => state === 'open').length
    })
  }
  run(noisy, 10, 1_000_000)
  return [
    {
      what: '5. a failing replica is ejected after 4 failures, and back at most 3 s after healing',
      measured: `${failed} failures, ${ms(backMs)}`,
      isReached: failed <= 4 && backMs <= 3000,
    },
    {
      what: '5. with 1 % of calls stalled no replica is ejected',
      measured: `${ejections} times in ${noisy.trace.calls.length} calls`,
      isReached: ejections === 0,
    },
  ]
}

function oneOfTwo(): Goal {
  const faults: Fault[] = ['refuse', 'hang', 'reset', 'drip', 'fail', 'short']
  const shares = faults.map((fault) => {
    const simulation = simulate(steady, 5)
    simulation.planFault(firstOf(simulation), fault, [2300, 12_300])
    return shareOfFull(run(simulation, 8, 20_000))
  })
  return {
    what: '6. with one of two replicas faulty, at least 99.9 % full answers',
    measured: faults.map((fault, i) => `${fault} ${percent(shares[i] ?? 0)}`).join(', '),
    isReached: Math.min(...shares) >= 0.999,
  }
}

function balancing(): Goal[] {
  const p999 = (policies: Policies) => {
    const simulation = simulate(steady, 6, { policies, inflight: 4 })
    simulation.planFault(firstOf(simulation), 'slow', [0, 120_000])
    return quantile(timesOf(run(simulation, 10, 100_000), 1000), 0.999)
  }
  const alone = { ...defaultPolicies, hedge: plain, breaker: neverOpen }
  const [own, balanced, taken] = [
    p999(defaultPolicies),
    p999(alone),
    p999({ ...alone, balancer: roundRobin }),
  ]
  const flaky = simulate(steady, 9)
  flaky.planFault(firstOf(flaky), 'flaky', [0, 60_000])
  run(flaky, 10, 50_000)
  const share = firstOf(flaky).calls / flaky.trace.calls.length
  return [
    {
      what: "7. with one slow replica, p99.9 at most a tenth of round robin's",
      measured: `${ms(own)} (${ms(balanced)} without hedges and ejection), ${ms(taken)}`,
      isReached: own <= 0.1 * taken,
    },
    {
      what: '7. a fast-failing replica gets no more than its share of calls',
      measured: `${percent(share, 0)} of the calls to two`,
      isReached: share <= 0.5,
    },
  ]
}

function overload(): Goal[] {
  const at = (load: number) => run(simulate(slowModel, 4, { classifiers: 3 }), 10 / load, 60_000)
  const goodput = (simulation: Simulation) => timesOf(simulation, 5000).length / 55
  const [usual, full, over] = [at(0.7), at(1), at(4)]
  const [usualP99, overP99] = [quantile(timesOf(usual, 5000), 0.99), quantile(timesOf(over, 5000), 0.99)]
  const refused = over.requests.filter(({ outcomes }) => outcomes?.some(({ kind }) => kind === 'shed'))
  const slowest = Math.max(...refused.map(({ settledAt = 0, sentAt }) => settledAt - sentAt))
  const half = run(simulate(slowModel, 4, { classifiers: 3 }), 20, 600_000)
  const sheds = half.requests.filter(({ outcomes }) => outcomes?.some(({ kind }) => kind === 'shed')).length
  return [
    {
      what: '8. at 4 times the load, goodput at least 90 % of the peak',
      measured: `${goodput(over).toFixed(0)} of ${goodput(full).toFixed(0)} requests a second`,
      isReached: goodput(over) >= 0.9 * goodput(full),
    },
    {
      what: '8. admitted requests: p99 at most twice that at 70 % load; refusals within 1 ms',
      measured: `${ms(overP99)}, ${ms(usualP99)} at 70 %; ${ms(slowest)}`,
      isReached: overP99 <= 2 * usualP99 && slowest <= 1,
    },
    {
      what: '9. at half load nothing is refused in 10 minutes',
      measured: `${sheds} of ${half.requests.length}`,
      isReached: sheds === 0,
    },
  ]
}

function recovery(): Goal {
  const simulation = simulate(slowModel, 4)
  for (const replica of simulation.replicas) simulation.planFault(replica, 'hang', [5000, 15_000])
  let backMs = Number.POSITIVE_INFINITY
  for (let after = 50; after < 10_000; after += 50) {
    simulation.at(15_000 + after, () => {
      if (simulation.isUnlimited) backMs = Math.min(backMs, after)
    })
  }
  run(simulation, 20, 25_000)
  return {
    what: '9. after a 10 s outage the limit is lifted within 5 s',
    measured: ms(backMs),
    isReached: backMs <= 5000,
  }
}

function poison(): Goal {
  const simulation = simulate(steady, 1)
  for (let i = 0; i < 33; i++) simulation.plan(0, { rows: [[i === 20 ? POISON : i]], timeoutMs: 1000 })
  simulation.clock.runUntil(2000)
  const full = simulation.requests.filter(isFull).length
  return {
    what: '11. one poisoned row in a batch of 33: the other answers are those they get alone, bit for bit',
    measured: `${full} of 32`,
    isReached: full === 32,
  }
}

/** Every promise that can be measured in virtual time. It takes a minute. */
export function measureGoals(): Goal[] {
  return [
    ...scenarios(100),
    outage(),
    ...hedging(),
    ...ejection(),
    oneOfTwo(),
    ...balancing(),
    ...overload(),
    recovery(),
    poison(),
  ].sort((a, b) => Number.parseInt(a.what, 10) - Number.parseInt(b.what, 10))
}
