import type { Batch } from '../fanout/batch.ts'
import type { Clock } from '../fanout/clock.ts'
import type { Outcome } from '../fanout/outcome.ts'
import { type CallResult, CircuitBreaker } from './circuit-breaker.ts'
import { PeakLatency } from './latency.ts'

/** The wire to one replica: whatever carries a batch there and its answer back. */
export interface Transport {
  /** @returns `[rowCount, K] float32`, checked, or why not; never rejects. An aborted `signal` ends it at once. */
  send(batch: Batch, signal: AbortSignal): Promise<Outcome<Float32Array>>
  close(): void
}

/** How much of a new measurement goes into the running mean of a row's time. */
const WEIGHT = 0.2

/** Time of a call that is not the rows': what two event loops and the socket take, ms. */
const CALL_MS = 1

/** A call that was given up after this long speaks against its replica; one given up sooner says nothing, ms. */
const SLOW_MS = 100

/** What a failure counts as at least, ms; each further one counts double. */
const LEAST_FAILURE_MS = 1

/** One process of a classifier, and what is known of it. */
export class Replica<T extends Transport = Transport> {
  readonly breaker: CircuitBreaker
  readonly #latency: PeakLatency
  /** when each call under way began */
  readonly #began = new Set<{ at: number }>()
  #rowMs = 0
  #isRetired = false

  constructor(
    readonly address: string,
    readonly transport: T,
    private readonly options: { clock: Clock; mayEject: () => boolean },
  ) {
    this.breaker = new CircuitBreaker(options.clock, options.mayEject)
    this.#latency = new PeakLatency(options.clock)
  }

  get callsUnderWay(): number {
    return this.#began.size
  }

  /** Calls under way that are not older than this, ms: older ones hang, and their place may be another's. */
  callsWithin(ms: number): number {
    const since = this.options.clock.now() - ms
    let count = 0
    for (const { at } of this.#began) if (at >= since) count += 1
    return count
  }

  /** how long a call here takes, as its balancer sees it, ms; 0 when nothing is known */
  get latencyMs(): number {
    return this.#latency.ms
  }

  /** running mean of the time that a row adds to a call, ms; 0 for a model that is fast */
  get rowMs(): number {
    return this.#rowMs
  }

  /**
   * What one more call here would take, ms, roughly: its latency, or how long its oldest call hangs already,
   * for each call that it would have.
   */
  get cost(): number {
    const [oldest] = this.#began
    const hangsMs = oldest === undefined ? 0 : this.options.clock.now() - oldest.at
    return Math.max(this.#latency.ms, hangsMs) * (this.callsUnderWay + 1)
  }

  async send(batch: Batch, signal: AbortSignal): Promise<Outcome<Float32Array>> {
    const { clock } = this.options
    const pass = this.breaker.begin()
    const call = { at: clock.now() }
    this.#began.add(call)
    const outcome = await this.transport.send(batch, signal)
    this.#began.delete(call)
    const ms = clock.now() - call.at
    const result = resultOf(outcome, ms)
    this.breaker.end(pass, result)
    if (pass.isProbe && result === 'success') this.#latency.restart(ms)
    else this.#learn(result, ms)
    if (outcome.kind === 'ok') {
      this.#rowMs += WEIGHT * (Math.max(0, ms - CALL_MS) / batch.rowCount - this.#rowMs)
    }
    this.#closeIfDone()
    return outcome
  }

  #learn(result: CallResult, ms: number) {
    const known = this.#latency.ms
    if (result === 'success') this.#latency.record(ms)
    // A failure that comes fast must not make its replica look fast.
    else if (result === 'failure') this.#latency.recordFailure(Math.max(ms, 2 * known, LEAST_FAILURE_MS))
    // A call that was given up would have taken longer still.
    else if (ms > known) this.#latency.record(ms)
  }

  /** It is gone from the pool: its connection is closed once nothing is under way. */
  retire() {
    this.#isRetired = true
    this.#closeIfDone()
  }

  #closeIfDone() {
    if (this.#isRetired && this.callsUnderWay === 0) this.transport.close()
  }
}

/** What an outcome says of the replica: one that refuses a row, or sheds, is well. */
function resultOf(outcome: Outcome<unknown>, ms: number): CallResult {
  switch (outcome.kind) {
    case 'ok':
    case 'rejected':
      return 'success'
    case 'unavailable':
    case 'malformed':
      return 'failure'
    case 'late':
      return ms >= SLOW_MS ? 'failure' : 'cancelled'
    case 'shed':
      return 'cancelled'
  }
}
