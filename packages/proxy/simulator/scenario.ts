import type { Policies } from '../src/upstream/composition.ts'
import { checkInvariants } from './invariants.ts'
import { SeededRandom } from './seeded-random.ts'
import { type SimulatedRequest, Simulation } from './simulation.ts'
import { planSpreading, spreadingLaw, spreadingReplicas } from './spreading.ts'
import { faults, HOLE, POISON, TRAP } from './stub-replica.ts'
import type { TracedReplica } from './trace.ts'

/** Phase A ends here: every fault heals, ms. */
const HEALED_AT = 4000
/** Phase B: 5 s later everything must serve as if nothing had happened, ms. */
const SERVES_AT = 9000
const ENDS_AT = 10_000
/** The longest that anything may continue after that, ms. */
const AT_REST = 90_000

/** When all replicas of an outage hang, ms, and when the proxy must have noticed. */
const OUTAGE = [500, HEALED_AT] as const
const NOTICED_AT = 3500
/** How many rows may then be in flight per call allowed: the rest is refused. */
const ROWS_A_CALL = 16

/** When the answers of an overloaded proxy must be fast again, ms, and how fast: a share of the deadline. */
const OVERLOAD_MS = 5000
const ADAPTED_AT = 2500
const SOON = 0.4

/** Max calls of a fast-failing replica, per call of an equal share. */
const FAIR = 1.15

/** The share of calls that may go to a slow replica while a fast one is idle, when every second one is slow. */
const WASTED = 0.05
/** The min share of single rows answered beside bulk. */
const BESIDE_BULK = 0.98
/** By then every replica has a latency, ms. */
const KNOWN_AT = 1500
const SLOWNESS = 10

const kinds = [
  'faults',
  'faults',
  'faults',
  'faults',
  'noise',
  'overload',
  'outage',
  'flaky',
  'unequal',
  'bulk',
] as const
type Kind = (typeof kinds)[number] | 'spreading'

/** One seed in this many, so that it does not change what the others are. */
const SPREADING_EVERY = 6

/** Mostly few, as in most systems, and sometimes many. */
const replicaCounts = [1, 2, 3, 4, 1, 2, 3, 4, 6, 10, 32] as const

/** Rows without an answer, of each kind. */
const bad = [POISON, HOLE, TRAP]

type Plan = { simulation: Simulation; random: SeededRandom; isTerminated: boolean }

/**
 * A run derived from one number: the ensemble, its faults, its callers and when they leave. Phase A: any faults, and
 * every invariant holds. Phase B: all faults heal, and soon leave no trace.
 * @throws Error naming what did not hold
 */
export function runScenario(seed: number, policies?: Policies): Simulation {
  const random = new SeededRandom(seed ^ 0x5eed)
  const picked = random.pick(kinds)
  const kind = seed % SPREADING_EVERY === SPREADING_EVERY - 1 ? 'spreading' : picked
  const simulation = simulationOf(kind, seed, random, policies)
  const plan = { simulation, random, isTerminated: kind !== 'overload' && random.chance(0.15) }
  try {
    const check = parts[kind](plan)
    if (plan.isTerminated) simulation.planTermination(random.between(0, HEALED_AT))
    else if (kind !== 'overload') serveAgain(plan)
    simulation.clock.runUntil(AT_REST)
    checkInvariants(simulation)
    check?.()
    if (!plan.isTerminated && kind !== 'overload') checkHealed(simulation, kind)
  } catch (error) {
    throw new Error(`seed ${seed} (${kind}): ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
  return simulation
}

function simulationOf(
  kind: Kind,
  seed: number,
  random: SeededRandom,
  policies: Policies | undefined,
): Simulation {
  const isSlow = kind === 'overload'
  const rowMs = isSlow ? random.between(10, 30) : kind === 'bulk' ? random.between(1, 3) : 0.1
  const meanMs = random.between(1, 5)
  const spread = kind === 'spreading' ? spreadingLaw(random) : undefined
  let made = 0
  const factorOfNext = () => (kind === 'unequal' && made++ % 2 === 1 ? SLOWNESS : 1)
  return new Simulation({
    seed,
    classifiers: 1 + random.below(isSlow ? 2 : 3),
    replicas: replicasOf(kind, random),
    classes: 2 + random.below(2),
    inflight: isSlow || kind === 'spreading' ? 1 : 1 + random.below(2),
    batchMaxRows: 1024,
    queueRows: kind === 'bulk' ? random.pick([5000, 262_144]) : 10_000,
    law: (own) => {
      if (spread !== undefined) return spread
      const factor = factorOfNext()
      return { callMs: () => factor * own.exponential(meanMs), rowMs }
    },
    ...(policies && { policies }),
  })
}

function replicasOf(kind: Kind, random: SeededRandom): number {
  if (kind === 'flaky') return 2 + random.below(3)
  if (kind === 'unequal') return random.pick([6, 10, 32])
  if (kind === 'spreading') return random.pick(spreadingReplicas)
  return random.pick(replicaCounts)
}

/** The faults of phase A, and what to check about them afterwards. */
const parts: Record<Kind, (plan: Plan) => (() => void) | undefined> = {
  faults: (plan) => {
    const { simulation, random } = plan
    for (const replica of simulation.replicas) {
      if (random.chance(0.4)) continue
      const from = random.between(0, 2000)
      const to = random.between(from + 10, HEALED_AT)
      if (random.chance(0.2)) simulation.planRestart(replica, [from, to], random.chance(0.5) ? 1500 : 0)
      else simulation.planFault(replica, random.pick(faults), [from, to])
      if (random.chance(0.3)) simulation.planFault(replica, 'busy', [to, Math.min(HEALED_AT, to + 500)])
    }
    load(plan, random.pick([4, 20]), [0, HEALED_AT], random.between(50, 1000))
    return undefined
  },

  /** Every replica fails now and then: none may be ejected for that. */
  noise: (plan) => {
    const { simulation, random } = plan
    for (const replica of simulation.replicas) {
      for (let at = 0; at < HEALED_AT; at += random.exponential(400)) {
        simulation.planFault(replica, random.pick(['reset', 'hang', 'fail']), [at, at + 2])
      }
    }
    load(plan, 10, [0, HEALED_AT], 400)
    return undefined
  },

  overload: (plan) => {
    const { simulation, random } = plan
    const [replica] = simulation.replicas
    const replicas = simulation.replicas.length / Object.keys(simulation.manifest.classifiers).length
    const timeoutMs = 3000
    load(
      { ...plan, isTerminated: false },
      (replica?.law.rowMs ?? 1) / replicas / random.between(3, 5),
      [0, OVERLOAD_MS],
      timeoutMs,
    )
    return () => {
      const adapted = simulation.requests.filter(({ sentAt }) => sentAt > ADAPTED_AT).filter(isFull)
      const times = adapted.map(({ sentAt, settledAt = 0 }) => settledAt - sentAt).sort((a, b) => a - b)
      const median = times[times.length >> 1] ?? Number.POSITIVE_INFINITY
      hold(median <= SOON * timeoutMs, `under overload, admitted requests waited for ${median.toFixed(0)} ms`)
    }
  },

  outage: (plan) => {
    const { simulation, random } = plan
    const [name = ''] = Object.keys(simulation.manifest.classifiers)
    const sick = simulation.replicas.filter(({ classifier }) => classifier === name)
    for (const replica of sick) simulation.planFault(replica, 'hang', OUTAGE)
    load(plan, 3, [0, HEALED_AT], random.between(300, 600))
    let waiting = 0
    simulation.at(NOTICED_AT, () => {
      waiting = simulation.requests.filter(({ settledAt }) => settledAt === undefined).length
    })
    const most = ROWS_A_CALL * sick.length
    return () =>
      hold(waiting <= most, `${waiting} requests waited for a classifier that hung, at most ${most} may`)
  },

  flaky: (plan) => {
    const { simulation, random } = plan
    const [sick] = simulation.replicas
    if (sick === undefined) throw new Error('no replica')
    simulation.planFault(sick, 'flaky', [500, HEALED_AT])
    load(plan, random.between(6, 12), [0, HEALED_AT], 1000)
    return () => {
      if (plan.isTerminated) return
      const calls = simulation.trace.calls.filter(({ replica }) => replica.classifier === sick.classifier)
      const own = calls.filter(({ replica, at }) => replica === sick && at > 500 && at < HEALED_AT).length
      const all = calls.filter(({ at }) => at > 500 && at < HEALED_AT).length
      const share =
        all / simulation.replicas.filter(({ classifier }) => classifier === sick.classifier).length
      hold(
        own <= FAIR * share,
        `a replica that fails fast got ${own} calls, its share is ${share.toFixed(0)}`,
      )
    }
  },

  /** Single rows at a fraction of what the model can do, and callers that send thousands at once. */
  bulk: (plan) => {
    const { simulation, random } = plan
    const single = () => [[random.next()]]
    for (let at = 0; at < HEALED_AT; at += random.exponential(50)) {
      simulation.plan(at, { rows: single(), timeoutMs: 1000 })
    }
    const timeoutMs = random.pick([1000, 60_000])
    for (let at = 1000; at < HEALED_AT; at += random.exponential(800)) {
      const rows = Array.from({ length: 1000 + random.below(3000) }, () => [random.next()])
      simulation.plan(at, { rows, timeoutMs })
    }
    return () => checkBulk(plan, timeoutMs)
  },

  spreading: ({ simulation, random, isTerminated }) => {
    const check = planSpreading(simulation, random)
    return isTerminated ? undefined : check
  },

  /** No fault, but every second replica takes ten times as long. */
  unequal: (plan) => {
    const { simulation } = plan
    const { replicas } = simulation
    const count = replicas.length / Object.keys(simulation.manifest.classifiers).length
    load(plan, 40 / count, [0, HEALED_AT], 1000)
    return () => {
      const slow = new Set<TracedReplica>(replicas.filter((_, i) => i % 2 === 1))
      const calls = simulation.trace.calls.filter(({ at }) => at > KNOWN_AT && at < HEALED_AT)
      const wasted = calls.filter(
        ({ replica, idle }) => slow.has(replica) && idle.some((other) => !slow.has(other)),
      )
      const most = Math.max(slow.size, WASTED * calls.length)
      hold(
        wasted.length <= most,
        `${wasted.length} of ${calls.length} calls went to a slow replica while a fast one was idle`,
      )
    }
  },
}

/** Bulk starves no single rows, and bulk with enough time is answered. */
function checkBulk({ simulation, isTerminated }: Plan, timeoutMs: number) {
  const sent = simulation.requests.filter(({ sentAt }) => sentAt < HEALED_AT)
  const singles = sent.filter(({ rows }) => rows.length === 1)
  const answered = singles.filter(isFull).length
  hold(
    isTerminated || answered >= BESIDE_BULK * singles.length,
    `${answered} of ${singles.length} single rows were answered beside bulk`,
  )
  const bulk = sent.filter(({ rows }) => rows.length > 1)
  const isServed = bulk.length === 0 || bulk.some(isFull) || timeoutMs < 60_000
  hold(isServed, `none of ${bulk.length} bulk requests was answered in a minute`)
}

/** Requests at random times, this many ms apart on average. */
function load(
  { simulation, random }: Plan,
  meanMs: number,
  [from, to]: readonly [number, number],
  timeoutMs: number,
) {
  for (let at = from + random.exponential(meanMs); at < to; at += random.exponential(meanMs)) {
    const size = random.chance(0.05) ? 1 + random.below(20) : 1
    simulation.plan(at, {
      rows: Array.from({ length: size }, () => [random.chance(0.005) ? random.pick(bad) : random.next()]),
      timeoutMs,
      leavesAt: random.chance(0.05) ? at + random.between(0, timeoutMs) : undefined,
      isPartial: random.chance(0.5),
    })
  }
}

/** Phase B: a little load while everything heals, then requests that must all be answered. */
function serveAgain({ simulation, random }: Plan) {
  const good = (at: number) => simulation.plan(at, { rows: [[random.next()]], timeoutMs: 1000 })
  for (let at = HEALED_AT; at < SERVES_AT; at += 50) good(at)
  for (let at = SERVES_AT; at < ENDS_AT; at += 10) good(at)
}

function checkHealed(simulation: Simulation, kind: Kind) {
  const failed = simulation.requests.filter((request) => request.sentAt >= SERVES_AT && !isFull(request))
  hold(failed.length === 0, `${failed.length} requests failed after all had healed`)
  const out = simulation.replicaFigures.filter(({ state }) => state !== 'closed')
  // A replica that stays slow may be ejected for that.
  hold(
    out.length === 0 || kind === 'unequal',
    `${out.length} replicas are still ejected after all had healed`,
  )
  hold(simulation.isUnlimited, 'the limit is not back after all had healed')
}

function isFull({ outcomes }: SimulatedRequest): boolean {
  return outcomes?.every(({ kind }) => kind === 'ok') === true
}

function hold(condition: boolean, what: string) {
  if (!condition) throw new Error(what)
}
