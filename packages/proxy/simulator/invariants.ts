import { available } from '../src/answers/complete.ts'
import type { SimulatedRequest, Simulation } from './simulation.ts'
import { stubAnswer } from './stub-answer.ts'
import { HOLE, POISON, TRAP } from './stub-replica.ts'
import type { TracedCall } from './trace.ts'

/** A deadline is noticed at the next sweep. */
const SWEEP_MS = 4
/** A retry is sent after at most this, whatever its jitter. */
const MAX_BACKOFF_MS = 160
/** The windows in which a budget holds: of extra sends, and of the first tries that allow them. */
const EXTRAS_MS = 8800
const FIRSTS_MS = 10_200
const SHARE = 0.1
/** After this many calls per replica, every one must have had some. */
const ENOUGH_CALLS = 50
const FLOOR = 3

/** The invariants of every simulation once all requests have settled. @throws Error naming what does not hold */
export function checkInvariants(simulation: Simulation) {
  const [violation] = simulation.trace.violations
  if (violation !== undefined) throw new Error(violation)
  for (const request of simulation.requests) checkRequest(simulation, request)
  checkExtras(simulation)
  checkPatience(simulation)
  checkShares(simulation)
  checkRest(simulation)
}

function checkRest({ replicas, clock, manifest, limits, isStopped }: Simulation) {
  const busy = replicas.filter(({ underWay }) => underWay > 0)
  hold(busy.length === 0, `at rest, ${busy.length} replicas have calls in flight`)
  const watches = isStopped ? 0 : 2 * Object.keys(manifest.classifiers).length
  hold(
    clock.pending === watches,
    `at rest, ${clock.pending} timers, expected the ${watches} of discovery and health checks`,
  )
  hold(
    limits.every(({ rows }) => Number.isFinite(rows) && rows >= 2),
    'a limit is out of bounds',
  )
  if (isStopped) {
    const open = replicas.filter(({ isClosed }) => !isClosed)
    hold(open.length === 0, `${open.length} connections stayed open after the end`)
  }
}

/** Sends beyond the first of a batch are within the budget in every window. */
function checkExtras({ trace, manifest }: Simulation) {
  for (const name of Object.keys(manifest.classifiers)) {
    const seen = new Set<unknown>()
    const firsts: number[] = []
    const extras: number[] = []
    for (const { replica, batch, at } of trace.calls) {
      if (replica.classifier !== name) continue
      if (!seen.has(batch)) {
        seen.add(batch)
        firsts.push(at)
        continue
      }
      extras.push(at)
      const most = SHARE * within(firsts, at - FIRSTS_MS) + FLOOR
      const count = within(extras, at - EXTRAS_MS)
      hold(count <= most, `${count} extra sends in a window, at most ${most} may be`)
    }
  }
}

function within(times: readonly number[], since: number): number {
  let count = 0
  for (let i = times.length - 1; i >= 0 && (times[i] ?? 0) > since; i--) count += 1
  return count
}

/** No replica is forgotten: each one without measurements is tried. */
function checkShares({ replicas, trace }: Simulation) {
  for (const replica of replicas) {
    const peers = replicas.filter(({ classifier }) => classifier === replica.classifier)
    const calls = trace.calls.filter((call) => call.replica.classifier === replica.classifier).length
    const isAsked = replica.calls > 0 || calls < ENOUGH_CALLS * peers.length
    hold(isAsked, `one of ${peers.length} replicas never got one of ${calls} calls`)
  }
}

/** No request waits for a batch that is finished. */
function checkPatience({ trace, requests, manifest }: Simulation) {
  const names = Object.keys(manifest.classifiers)
  const byId = new Map(requests.map((request) => [request.id, request]))
  for (const [, calls] of trace.batches) {
    // An answered request may be part of one that goes on.
    if (calls.some(({ kind }) => kind === 'ok' || kind === 'rejected' || kind === 'malformed')) continue
    const last = calls.reduce((a, b) => (b.endedAt > a.endedAt ? b : a))
    const batcher = names.indexOf(last.replica.classifier)
    for (const id of last.requestIds) {
      const outcomesAt = byId.get(id)?.outcomesAt[batcher] ?? 0
      hold(outcomesAt <= last.endedAt + MAX_BACKOFF_MS, 'a request waited for a call that had ended')
    }
  }
  checkGaps(trace.batches)
}

/** Between a failed send and the next one there is a pause, but never longer than a backoff. */
function checkGaps(batches: Iterable<readonly [unknown, readonly TracedCall[]]>) {
  for (const [, calls] of batches) {
    for (const [i, call] of calls.entries()) {
      const before = calls.slice(0, i)
      if (before.length === 0 || before.some(({ endedAt }) => endedAt >= call.at)) continue
      const idleMs = call.at - Math.max(...before.map(({ endedAt }) => endedAt))
      hold(idleMs <= MAX_BACKOFF_MS, `a call was sent again after ${idleMs} ms`)
    }
  }
}

function checkRequest(simulation: Simulation, request: SimulatedRequest) {
  const { deadline, settledAt, outcomes, isPartial, outcomesAt } = request
  if (outcomes === undefined || settledAt === undefined) throw new Error('a request was never settled')
  hold(settledAt <= deadline + SWEEP_MS, `settled ${settledAt - deadline} ms after its deadline`)
  const names = Object.keys(simulation.manifest.classifiers)
  hold(outcomes.length === names.length, 'a classifier has no outcome')
  if (isPartial) {
    const landed = Object.keys(outcomesAt).length
    hold(landed === names.length, `${landed} of ${names.length} outcomes settled`)
    checkMissing(simulation, request)
  }
  for (const i of names.keys()) checkOutcome(simulation, request, i)
}

/** A partial answer names exactly the classifiers that did not answer every row in time. */
function checkMissing(
  { manifest, trace }: Simulation,
  { rows, outcomes = [], settledAt = 0 }: SimulatedRequest,
) {
  const names = Object.keys(manifest.classifiers)
  const { missing } = available(names, outcomes)
  for (const name of names) {
    const answered = rows.map((row) => trace.answeredAt(name, row) ?? Number.POSITIVE_INFINITY)
    const last = Math.max(...answered)
    if (missing.includes(name)) hold(last >= settledAt, `${name} is named as missing, but had answered`)
    else hold(last <= settledAt, `${name} is not named as missing, but had not answered`)
  }
}

function checkOutcome(simulation: Simulation, request: SimulatedRequest, i: number) {
  const { rows, deadline, leavesAt, settledAt = 0, outcomes = [] } = request
  const isGone = leavesAt !== undefined && leavesAt <= settledAt
  const has = (what: number) => rows.some(([first]) => first === what)
  const outcome = outcomes[i]
  switch (outcome?.kind) {
    case 'ok':
      hold(!has(POISON) && !has(HOLE) && !has(TRAP), 'an unanswerable row got an answer')
      checkAnswer(simulation, request, i)
      break
    case 'rejected':
      hold(has(POISON), 'a good row was rejected with a bad one')
      break
    case 'unanswerable':
      hold(has(HOLE), 'a good row got no answer because of a bad one')
      break
    case 'late':
      hold(isGone || settledAt >= deadline, `late ${deadline - settledAt} ms before the deadline`)
      break
    case 'shed':
      break
    case 'unavailable':
    case 'malformed':
      hold(simulation.hadFaults || has(TRAP), `${outcome.kind} without a fault`)
      break
    default:
      throw new Error('a classifier has no outcome')
  }
}

/** Every row has its own answer, bit for bit, whichever rows travelled with it. */
function checkAnswer(
  { manifest, hadPermutations }: Simulation,
  { rows, outcomes = [] }: SimulatedRequest,
  i: number,
) {
  const outcome = outcomes[i]
  const name = Object.keys(manifest.classifiers)[i] ?? ''
  if (outcome?.kind !== 'ok') return
  const { data, at: start, width } = outcome.value
  hold(outcome.value.rows === rows.length, `${outcome.value.rows} rows for ${rows.length}`)
  // Rows that a replica has mixed up cannot be detected here.
  if (hadPermutations) return
  rows.forEach((row, n) => {
    for (let k = 0; k < width; k++) {
      const expected = stubAnswer(name, row, k)
      const found = data[start + n * width + k]
      hold(Object.is(found, expected), `row ${n} has ${found}, expected ${expected}: another row's answer`)
    }
  })
}

function hold(condition: boolean, what: string) {
  if (!condition) throw new Error(what)
}
