import { isFull } from './figures.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Simulation } from './simulation.ts'
import type { StubLaw } from './stub-replica.ts'

/** Of a cheap model, a call is mostly its way; of a costly one it is mostly work, and takes longer for each row. */
const CHEAP = { callMs: () => 0.02, rowMs: 0.001, wayMs: 0.8 } satisfies StubLaw
const COSTLY = { callMs: () => 0.5, rowMs: 4, wayMs: 0.3 } satisfies StubLaw

/** Rows come at this interval, ms: many in the time of a cheap call, and as many costly ones as half of the replicas can do. */
const CHEAP_EVERY_MS = 0.1
const COSTLY_SHARE = 0.5

/** When it is known what a call is, when half of the replicas begin to hang, so that a hedge may hang too, and the last row, ms. */
const CHEAP_TIMES = { known: 60, hang: 100, last: 160 }
const COSTLY_TIMES = { known: 250, hang: 500, last: 800 }
const TIMEOUT_MS = 1000

/** The most calls of a cheap model, in calls that follow each other. */
const MOST_CALLS = 1.5
/** The share of rows that must be answered soon: beside replicas that hang, and where replicas are idle. */
const UNSTALLED = { share: 0.8, withinMs: 20 }
const SHARED = { share: 0.5, withinMs: 2 * (COSTLY.callMs() + COSTLY.rowMs + COSTLY.wayMs) }

export const spreadingReplicas = [4, 10, 16] as const

export function spreadingLaw(random: SeededRandom): StubLaw {
  return random.chance(0.5) ? CHEAP : COSTLY
}

/**
 * Rows of a cheap model travel together although replicas are idle, those of a costly one are shared out, and none waits
 * for a call that hangs.
 * @returns what to check afterwards
 */
export function planSpreading(simulation: Simulation, random: SeededRandom): () => void {
  const classifiers = Object.keys(simulation.manifest.classifiers).length
  const replicas = simulation.replicas.length / classifiers
  const isCheap = simulation.replicas[0]?.law === CHEAP
  const everyMs = isCheap ? CHEAP_EVERY_MS : COSTLY.rowMs / replicas / COSTLY_SHARE
  const { known, hang, last } = isCheap ? CHEAP_TIMES : COSTLY_TIMES
  for (let at = random.exponential(everyMs); at < last; at += random.exponential(everyMs)) {
    simulation.plan(at, { rows: [[random.next()]], timeoutMs: TIMEOUT_MS })
  }
  for (const sick of simulation.replicas.slice(0, replicas / 2))
    simulation.planFault(sick, 'hang', [hang, 2 * last])
  return () => {
    if (isCheap) {
      checkTogether(simulation, [known, hang], classifiers)
      checkSoon(simulation, [hang, last], UNSTALLED)
    } else {
      checkSoon(simulation, [known, hang], SHARED)
    }
  }
}

type Span = readonly [from: number, to: number]

function checkTogether({ trace }: Simulation, [from, to]: Span, classifiers: number) {
  const calls = trace.calls.filter(({ at }) => at >= from && at < to).length
  const most = (MOST_CALLS * classifiers * (to - from)) / (CHEAP.wayMs + CHEAP.callMs())
  if (calls > most)
    throw new Error(`${calls} calls for the rows of a cheap model, at most ${most.toFixed(0)} may be`)
}

function checkSoon(
  { requests }: Simulation,
  [from, to]: Span,
  { share, withinMs }: { share: number; withinMs: number },
) {
  const sent = requests.filter(({ sentAt }) => sentAt >= from && sentAt < to)
  const soon = sent.filter(
    (request) => isFull(request) && (request.settledAt ?? 0) - request.sentAt <= withinMs,
  )
  if (soon.length < share * sent.length)
    throw new Error(
      `${soon.length} of ${sent.length} rows were answered within ${withinMs} ms while replicas were idle`,
    )
}
