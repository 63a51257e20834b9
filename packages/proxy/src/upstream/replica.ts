import type { BatchAnswer } from '../core/batch-answer.ts'
import type { BatchView } from '../core/batch-view.ts'
import { type Breaker, breakerStates, type CallResult, type Pass } from '../core/breaker.ts'
import type { Clock } from '../core/clock.ts'
import { OVERTAKEN } from '../core/hedge.ts'
import type { LatencyEstimate } from '../core/latency-estimate.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Transport } from '../core/transport.ts'
import type { Place } from '../core/upstream.ts'
import { Silence } from './silence.ts'

/** A place for a call, and the replica it is at. */
export interface ReplicaPlace<T extends Transport = Transport> extends Place {
  readonly replica: Replica<T>
}

/** What a replica knows of its peers. */
export interface Peers {
  /** How long a call of this many rows typically takes at its peers, ms; 0 if unknown. */
  typicalMs(except: Replica, rows: number): number
  /** Where it is among them. */
  positionOf(replica: Replica): number
  /** A call that nobody waited for any more has ended: nobody else tells that its place is free. */
  gaveUp(): void
}

export type ReplicaOptions = {
  clock: Clock
  peers: Peers
  breaker: Breaker
  latency: LatencyEstimate
}

type EndedCall = { ms: number; rows: number; isPart: boolean; isOvertaken: boolean }

type Begun = { call: { at: number }; pass: Pass }

/** The weight of a new measurement in the running mean of a row's time. */
const WEIGHT = 0.2

/** Overhead of a call, ms: two event loops and the socket. */
const CALL_MS = 1

/** Calls shorter than this are never slow, ms. */
const SLOW_MS = 100
/** An answer that takes more than this many times as long as at its peers is slow. */
const SLOW_ANSWER = 5
/** The same for a call that was given up, and would have taken longer still. */
const SLOW_GIVEN_UP = 2

/** The least latency that a failure counts as, ms; doubles with each further one, up to the max. */
const MIN_FAILURE_MS = 1
const MAX_FAILURE_MS = 1000

/** The replica as its pool sees it: its breaker's state, that it does not answer, accepts no calls, or must get none. */
export const replicaStates = [...breakerStates, 'silent', 'not-ready', 'mismatched'] as const
export type ReplicaState = (typeof replicaStates)[number]

/** One process of a classifier, and its measured state. */
export class Replica<T extends Transport = Transport> {
  readonly breaker: Breaker
  readonly #latency: LatencyEstimate
  readonly #silence = new Silence()
  /** when each call in flight began */
  readonly #began = new Set<{ at: number }>()
  #rowMs = 0
  #callMs = 0
  #isRetired = false
  /** whether it accepted calls at its last health check */
  isReady = true

  constructor(
    readonly address: string,
    readonly transport: T,
    private readonly options: ReplicaOptions,
  ) {
    this.breaker = options.breaker
    this.#latency = options.latency
  }

  get callsUnderWay(): number {
    return this.#began.size
  }

  /** Calls in flight that are not older than this, ms: older ones hang, and free their place. */
  callsWithin(ms: number): number {
    if (this.#began.size === 0) return 0
    const since = this.options.clock.now() - ms
    let count = 0
    for (const { at } of this.#began) if (at >= since) count += 1
    return count
  }

  /** latency as its balancer sees it, ms; 0 if unknown */
  get latencyMs(): number {
    return this.#latency.ms
  }

  /** running mean of the time that a row adds to a call, ms; 0 for a fast model */
  get rowMs(): number {
    return this.#rowMs
  }

  /** How long a call of this many rows typically takes here, ms; 0 if unknown. */
  typicalMs(rows: number): number {
    return Math.max(this.#callMs, this.#rowMs * rows)
  }

  /** Whether it failed so often that calls go elsewhere, except for a probe now and then. */
  get isEjected(): boolean {
    return this.breaker.state.kind !== 'closed'
  }

  /** Whether it differs from the classifier that the manifest describes. */
  get isMismatched(): boolean {
    return this.transport.mismatch !== undefined
  }

  /** Whether it leaves calls, or calls and health checks, without an answer. */
  get isSilent(): boolean {
    return this.#silence.isSilent(this.options.clock.now())
  }

  /** Whether it leaves health checks without an answer too, or refuses calls. */
  get isGone(): boolean {
    return this.#silence.isTotal
  }

  get state(): ReplicaState {
    if (this.isMismatched) return 'mismatched'
    if (this.isReady && this.isSilent) return 'silent'
    const { kind } = this.breaker.state
    return kind === 'closed' && !this.isReady ? 'not-ready' : kind
  }

  /** Estimated duration of one more call here, ms. */
  get cost(): number {
    return this.costOf(1)
  }

  /**
   * Estimated duration of this many more calls here, ms: its latency, or the age of its oldest call if longer, for each
   * call it would then have.
   */
  costOf(calls: number): number {
    const [oldest] = this.#began
    const hangsMs = oldest === undefined ? 0 : this.options.clock.now() - oldest.at
    return Math.max(this.#latency.ms, hangsMs) * (this.callsUnderWay + calls)
  }

  /** Takes a place here: it counts as a call in flight from now on. */
  lease(): ReplicaPlace<T> {
    const pass = this.breaker.begin()
    const call = { at: this.options.clock.now() }
    this.#began.add(call)
    return {
      replica: this,
      send: (batch, signal) => this.#send(batch, signal, { call, pass }),
      giveBack: () => {
        this.#began.delete(call)
        this.breaker.end(pass, 'cancelled')
        this.#closeIfDone()
      },
    }
  }

  async #send(batch: BatchView, signal: AbortSignal, { call, pass }: Begun): Promise<Outcome<BatchAnswer>> {
    const { clock } = this.options
    const trace = batch.trace?.call({
      position: this.options.peers.positionOf(this),
      model: this.transport.model,
    })
    const outcome = await this.transport.send(batch, signal, trace?.context)
    trace?.ended(outcome, signal.aborted && !batch.signal.aborted)
    this.#began.delete(call)
    const ms = clock.now() - call.at
    const isOvertaken = signal.reason === OVERTAKEN
    const { rowCount: rows, isPart } = batch
    const result = this.#resultOf(outcome, { ms, rows, isPart, isOvertaken })
    this.breaker.end(pass, result)
    if (outcome.kind !== 'late' && outcome.kind !== 'unavailable') this.#silence.heard()
    else if (result === 'failure' && !isOvertaken) this.#silence.callUnanswered(call.at)
    if (pass.isProbe && result === 'success') this.#latency.restart(ms)
    else this.#learn(outcome, ms)
    if (outcome.kind === 'ok') {
      this.#rowMs += WEIGHT * (Math.max(0, ms - CALL_MS) / batch.rowCount - this.#rowMs)
      this.#callMs += this.#callMs === 0 ? ms : WEIGHT * (ms - this.#callMs)
    }
    this.#closeIfDone()
    if (signal.aborted) this.options.peers.gaveUp()
    return outcome
  }

  /**
   * Judges the replica by an outcome: one that refuses a row, or sheds, is healthy; one that lags is not. A batch that
   * fails, perhaps because of one of its rows, counts once, however often it is split.
   */
  #resultOf(outcome: Outcome<unknown>, call: EndedCall): CallResult {
    switch (outcome.kind) {
      case 'ok':
        return this.#isSlowAnswer(call) ? 'failure' : 'success'
      case 'rejected':
      case 'unanswerable':
        return 'success'
      case 'unavailable':
      case 'malformed':
        return outcome.mayBeOneRow && call.isPart ? 'cancelled' : 'failure'
      case 'late':
        return call.isOvertaken || this.#isGivenUpLate(call) ? 'failure' : 'cancelled'
      case 'shed':
        return 'cancelled'
    }
  }

  /** Measured against its peers: a model that is slow everywhere is no replica's fault. */
  #isSlowAnswer({ ms, rows }: { ms: number; rows: number }): boolean {
    if (ms < SLOW_MS) return false
    const typicalMs = this.options.peers.typicalMs(this, rows)
    return typicalMs > 0 && ms > SLOW_ANSWER * typicalMs
  }

  /** Its callers may have had short deadlines; but a replica that keeps them waiting for long hangs. */
  #isGivenUpLate({ ms, rows }: { ms: number; rows: number }): boolean {
    return ms >= SLOW_MS && ms > SLOW_GIVEN_UP * this.options.peers.typicalMs(this, rows)
  }

  #learn(outcome: Outcome<unknown>, ms: number) {
    const known = this.#latency.ms
    const failureMs = Math.max(ms, MIN_FAILURE_MS, Math.min(2 * known, MAX_FAILURE_MS))
    switch (outcome.kind) {
      case 'ok':
      case 'rejected':
      case 'unanswerable':
        this.#latency.record(ms)
        return
      case 'late':
        // A call that was given up would have taken longer still.
        if (ms >= SLOW_MS) this.#latency.recordFailure(failureMs)
        else if (ms > known) this.#latency.record(ms)
        return
      default:
        // A fast failure must not make its replica look fast.
        this.#latency.recordFailure(failureMs)
    }
  }

  /** Asks whether it accepts calls. No answer changes nothing in where calls go: slowness is the breaker's to judge. */
  async askReadiness(signal: AbortSignal): Promise<boolean> {
    const { kind } = await this.transport.ready(signal)
    const isAnswered = kind !== 'late' && kind !== 'unavailable'
    this.#silence.checked(isAnswered)
    if (kind !== 'late') this.isReady = isAnswered
    return isAnswered
  }

  /** It has left the pool: its connection closes once no call is in flight. */
  retire() {
    this.#isRetired = true
    this.#closeIfDone()
  }

  #closeIfDone() {
    if (this.#isRetired && this.callsUnderWay === 0) this.transport.close()
  }
}
