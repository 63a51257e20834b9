import { quantile, timesOf } from '../figures.ts'
import { Simulation } from '../simulation.ts'
import type { TracedReplica } from '../trace.ts'

/** Every second replica is ten times as slow as the others. */
const FAST_MS = [4, 6] as const
const SLOWNESS = 10
const SIZES = [4, 6, 10, 32]
/** Interval of one-row requests per replica, ms: the fast replicas are busy half of the time. */
const EVERY_MS = 20
const LASTS_MS = 30_000
/** From here on every replica's latency is known, ms. */
const SINCE_MS = 5000

/** How many replicas of unequal speed handle the same load each: a row per number of replicas. The head comes first. */
export function fleetReport(): string[][] {
  const head = [
    'replicas',
    'calls at slow ones',
    'of them beside an idle fast one',
    'busy beside idle',
    'p50',
    'p90',
    'p99',
  ]
  return [head, ...SIZES.map((size) => figuresOf(size, runFleet(size)))]
}

/** One classifier with this many replicas, every second of them slow. */
function runFleet(replicas: number): Simulation {
  let made = 0
  const simulation = new Simulation({
    seed: 29,
    classifiers: 1,
    replicas,
    classes: 2,
    inflight: 1,
    batchMaxRows: 1024,
    queueRows: 262_144,
    law: (random) => {
      const factor = made++ % 2 === 0 ? 1 : SLOWNESS
      return { callMs: () => factor * random.between(...FAST_MS), rowMs: 0 }
    },
  })
  const { random } = simulation
  const meanMs = EVERY_MS / replicas
  for (let at = random.exponential(meanMs); at < LASTS_MS; at += random.exponential(meanMs)) {
    simulation.plan(at, { rows: [[random.next()]], timeoutMs: 1000 })
  }
  simulation.clock.runUntil(LASTS_MS + 5000)
  return simulation
}

function figuresOf(size: number, simulation: Simulation): string[] {
  const slow = new Set<TracedReplica>(simulation.replicas.filter((_, i) => i % 2 === 1))
  const calls = simulation.trace.calls.filter(({ at }) => at >= SINCE_MS)
  const atSlow = calls.filter(({ replica }) => slow.has(replica))
  const avoidable = atSlow.filter(({ idle }) => idle.some((replica) => !slow.has(replica)))
  const besideIdle = calls.filter(({ underWay, idle }) => underWay > 0 && idle.length > 0)
  const times = timesOf(simulation, SINCE_MS)
  const percent = (part: number) => `${((100 * part) / calls.length).toFixed(1)} %`
  return [
    String(size),
    percent(atSlow.length),
    percent(avoidable.length),
    String(besideIdle.length),
    ...[0.5, 0.9, 0.99].map((share) => `${quantile(times, share).toFixed(0)} ms`),
  ]
}
