import type { Batch } from '../src/fanout/batch.ts'
import type { Outcome } from '../src/fanout/outcome.ts'
import type { Transport } from '../src/upstream/replica.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A row that a stub refuses, as a real classifier refuses what it cannot take. */
export const POISON = -1

const number = new Float64Array(1)
const halves = new Uint32Array(number.buffer)

/** The answer of every replica of a classifier to a row: a hash of both, so that a row's answer cannot be another's. */
export function stubAnswer(classifier: string, row: readonly number[], k: number): number {
  let hash = 2166136261 ^ k
  const mix = (bits: number) => {
    hash = Math.imul(hash ^ bits, 16777619)
    hash ^= hash >>> 15
  }
  for (let i = 0; i < classifier.length; i++) mix(classifier.charCodeAt(i))
  for (const value of row) {
    number[0] = value
    for (const half of halves) mix(half)
  }
  return (hash >>> 8) / 2 ** 24
}

export type StubLaw = {
  /** time of a call that is not its rows', ms */
  callMs: () => number
  /** time that each row adds, ms */
  rowMs: number
  /** time that a call's answer is under way beyond that, while the replica does others, ms */
  stallMs?: () => number
}

/** What is wrong with a replica for a while. */
export type Fault =
  /** connections are refused: it is down, or restarting */
  | 'refuse'
  /** calls get no answer */
  | 'hang'
  /** connections are lost in the middle of an answer */
  | 'reset'
  /** every call fails at once with an answer that is none */
  | 'fail'
  /** the wrong number of rows */
  | 'short'

/** A replica that lives in virtual time: it works off one call after the other. */
export class StubReplica implements Transport {
  calls = 0
  rows = 0
  abandoned = 0
  underWay = 0
  isClosed = false
  readonly isOpen = true
  fault: Fault | undefined
  #freeAt = 0

  constructor(
    readonly classifier: string,
    readonly address: string,
    private readonly world: { clock: VirtualClock; random: SeededRandom; classes: number },
    private readonly law: StubLaw,
  ) {}

  send(batch: Batch, signal: AbortSignal): Promise<Outcome<Float32Array>> {
    const { clock, classes } = this.world
    this.calls += 1
    this.rows += batch.rowCount
    this.underWay += 1
    // What is on the wire does not change any more, whatever becomes of its callers.
    const rows = [...batch.rows()]
    const { promise, resolve } = Promise.withResolvers<Outcome<Float32Array>>()
    const settle = (outcome: Outcome<Float32Array>) => {
      timer?.cancel()
      signal.removeEventListener('abort', onAbort)
      this.underWay -= 1
      resolve(outcome)
    }
    const onAbort = () => {
      this.abandoned += 1
      // What nobody waits for is not worked off.
      this.#freeAt = Math.min(this.#freeAt, clock.now())
      settle({ kind: 'late', detail: 'it did not answer in time' })
    }
    signal.addEventListener('abort', onAbort)
    const afterMs = this.#answersAfter(rows.length)
    const timer =
      afterMs === undefined ? undefined : clock.after(afterMs, () => settle(this.#answer(rows, classes)))
    return promise
  }

  /** ms; never when it hangs. One that works does one call after the other. */
  #answersAfter(rowCount: number): number | undefined {
    const { clock } = this.world
    switch (this.fault) {
      case 'hang':
        return undefined
      case 'refuse':
      case 'fail':
        return 0.1
      default: {
        this.#freeAt = Math.max(this.#freeAt, clock.now()) + this.law.callMs() + this.law.rowMs * rowCount
        return this.#freeAt - clock.now() + (this.law.stallMs?.() ?? 0)
      }
    }
  }

  ready(signal: AbortSignal): Promise<Outcome<unknown>> {
    if (this.fault === 'refuse')
      return Promise.resolve({ kind: 'unavailable', detail: 'it cannot be reached' })
    if (this.fault !== 'hang') return Promise.resolve({ kind: 'ok', value: undefined })
    const { promise, resolve } = Promise.withResolvers<Outcome<unknown>>()
    signal.addEventListener('abort', () => resolve({ kind: 'late', detail: 'it did not answer in time' }))
    return promise
  }

  close() {
    this.isClosed = true
  }

  #answer(rows: (readonly number[])[], classes: number): Outcome<Float32Array> {
    switch (this.fault) {
      case 'refuse':
        return { kind: 'unavailable', detail: 'it cannot be reached' }
      case 'reset':
        return { kind: 'unavailable', detail: 'it closed the connection' }
      case 'fail':
        return { kind: 'malformed', detail: 'it answered with status 500' }
      case 'short':
        return { kind: 'malformed', detail: `it gave ${rows.length - 1} rows for ${rows.length}` }
      default:
    }
    if (rows.some(([first]) => first === POISON))
      return { kind: 'rejected', detail: 'it refused the rows with status 422' }
    const value = Float32Array.from(
      rows.flatMap((row) => Array.from({ length: classes }, (_, k) => stubAnswer(this.classifier, row, k))),
    )
    return { kind: 'ok', value }
  }
}
