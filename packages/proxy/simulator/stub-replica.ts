import type { BatchAnswer } from '../src/core/batch-answer.ts'
import type { BatchView } from '../src/core/batch-view.ts'
import type { Outcome } from '../src/core/outcome.ts'
import type { Transport } from '../src/core/transport.ts'
import type { SeededRandom } from './seeded-random.ts'
import { stubAnswer } from './stub-answer.ts'
import type { Trace, TracedReplica } from './trace.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A row that a stub refuses, as a real classifier refuses invalid rows. */
export const POISON = -1
/** A row that the model has no answer to. */
export const HOLE = -2
/** A row on which the model fails, and with it the whole call. */
export const TRAP = -3

export type StubLaw = {
  /** fixed time of a call, ms */
  callMs: () => number
  /** time per row, ms */
  rowMs: number
  /** time of a call on its way there and back, during which the replica works on others, ms */
  wayMs?: number
  /** extra latency of a call's answer, ms, during which the replica works on others */
  stallMs?: () => number
}

/** A temporary fault of a replica. */
export const faults = [
  /** connections are refused */
  'refuse',
  /** calls get no answer */
  'hang',
  /** connections are lost in the middle of an answer */
  'reset',
  /** answers trickle a byte at a time, and take minutes */
  'drip',
  /** every call fails at once with an invalid answer */
  'fail',
  /** every other call does */
  'flaky',
  /** the wrong number of rows */
  'short',
  /** the right number of rows in another order, which cannot be detected */
  'permuted',
  /** every call is refused as overload */
  'busy',
  /** it is 20 times as slow */
  'slow',
] as const
export type Fault = (typeof faults)[number]

const QUICK_MS = 0.1
const DRIP_MS = 60_000
const SLOWNESS = 20

/** Whether a failure is known at once, or when the answer would have been there. */
const failures: Partial<Record<Fault, Outcome<never>>> = {
  refuse: { kind: 'unavailable', detail: 'it cannot be reached' },
  reset: { kind: 'unavailable', detail: 'it closed the connection' },
  fail: { kind: 'malformed', detail: 'it answered with status 500' },
  short: { kind: 'malformed', detail: 'it gave too few rows' },
  busy: { kind: 'shed', detail: 'it has too much work' },
}
const LATE = { kind: 'late', detail: 'it did not answer in time' } as const

export type StubWorld = { clock: VirtualClock; random: SeededRandom; classes: number; trace: Trace }

/** A replica in virtual time: it works off one call after the other. */
export class StubReplica implements Transport, TracedReplica {
  isOpen = true
  isClosed = false
  /** whether its health check says that it accepts calls */
  isWilling = true
  calls = 0
  rows = 0
  abandoned = 0
  fault: Fault | undefined
  #freeAt = 0
  readonly #underWay = new Set<(outcome: Outcome<never>) => void>()

  constructor(
    readonly classifier: string,
    readonly address: string,
    private readonly world: StubWorld,
    readonly law: StubLaw,
  ) {}

  get underWay(): number {
    return this.#underWay.size
  }

  send(batch: BatchView, signal: AbortSignal): Promise<Outcome<BatchAnswer>> {
    const { clock, trace } = this.world
    this.calls += 1
    this.rows += batch.rowCount
    // The bytes on the wire do not change any more, even if callers leave.
    const rows = [...batch.rows()]
    const { promise, resolve } = Promise.withResolvers<Outcome<BatchAnswer>>()
    const call = trace.began(this, batch)
    const settle = (outcome: Outcome<BatchAnswer>) => {
      timer?.cancel()
      signal.removeEventListener('abort', onAbort)
      this.#underWay.delete(settle)
      trace.ended(call, outcome, rows)
      resolve(outcome)
    }
    const onAbort = () => {
      this.abandoned += 1
      // A cancelled call is not worked on.
      this.#freeAt = Math.min(this.#freeAt, clock.now())
      settle(LATE)
    }
    this.#underWay.add(settle)
    signal.addEventListener('abort', onAbort)
    const fault = this.#faultOfNext()
    const times = this.#timesOf(rows.length, fault)
    const timer =
      times &&
      clock.after(times.answersAfter, () => settle(this.#answer(rows, { fault, tookMs: times.tookMs })))
    return promise
  }

  ready(signal: AbortSignal): Promise<Outcome<unknown>> {
    if (this.fault === 'hang') {
      const { promise, resolve } = Promise.withResolvers<Outcome<unknown>>()
      signal.addEventListener('abort', () => resolve(LATE))
      return promise
    }
    const isWell = this.isWilling && this.fault !== 'refuse'
    return Promise.resolve(
      isWell ? { kind: 'ok', value: undefined } : { kind: 'unavailable', detail: 'it is not ready' },
    )
  }

  /** Kills it, with all calls in flight. */
  kill() {
    this.isOpen = false
    this.fault = 'refuse'
    for (const settle of [...this.#underWay])
      settle({ kind: 'unavailable', detail: 'it closed the connection' })
  }

  revive() {
    this.isOpen = true
    this.fault = undefined
    this.#freeAt = this.world.clock.now()
  }

  close() {
    this.isClosed = true
  }

  #faultOfNext(): Fault | undefined {
    if (this.fault !== 'flaky') return this.fault
    return this.calls % 2 === 0 ? 'fail' : undefined
  }

  /** In ms; none when it hangs. A healthy one does one call after the other. */
  #timesOf(rowCount: number, fault: Fault | undefined): { tookMs: number; answersAfter: number } | undefined {
    const { clock } = this.world
    if (fault === 'hang') return undefined
    if (fault === 'refuse' || fault === 'fail' || fault === 'busy')
      return { tookMs: QUICK_MS, answersAfter: QUICK_MS }
    const { callMs, rowMs, wayMs = 0, stallMs = () => 0 } = this.law
    const ms = (callMs() + rowMs * rowCount) * (fault === 'slow' ? SLOWNESS : 1)
    this.#freeAt = Math.max(this.#freeAt, clock.now()) + ms
    const tookMs = this.#freeAt - clock.now()
    return { tookMs, answersAfter: wayMs + tookMs + stallMs() + (fault === 'drip' ? DRIP_MS : 0) }
  }

  #answer(
    rows: (readonly number[])[],
    { fault, tookMs }: { fault: Fault | undefined; tookMs: number },
  ): Outcome<BatchAnswer> {
    const failure = fault && failures[fault]
    if (failure) return failure
    if (rows.some(([first]) => first === POISON))
      return { kind: 'rejected', detail: 'it refused the rows with status 422' }
    if (rows.some(([first]) => first === TRAP))
      return { kind: 'malformed', detail: 'it answered with status 500', mayBeOneRow: true }
    const unanswered = [...rows.keys()].filter((row) => rows[row]?.[0] === HOLE)
    const order = fault === 'permuted' ? [...rows.slice(1), ...rows.slice(0, 1)] : rows
    const ks = Array.from({ length: this.world.classes }, (_, k) => k)
    return {
      kind: 'ok',
      value: {
        tookMs,
        ...(unanswered.length > 0 && { unanswered }),
        numbers: Float32Array.from(
          order.flatMap((row) => ks.map((k) => stubAnswer(this.classifier, row, k))),
        ),
      },
    }
  }
}
