import type { Clock } from '../../src/core/clock.ts'
import {
  type BreakerState,
  type CallResult,
  CircuitBreaker,
  type Pass,
} from '../../src/upstream/circuit-breaker.ts'
import { type Policies, policies } from '../../src/upstream/policies.ts'

const FAILURES = 4
const OPEN_MS = 250
const MAX_OPEN_MS = 2000

/** What a breaker may get wrong. */
export type Looseness = {
  /** half open, it lets everybody through */
  stampedes?: boolean
  /** a late result counts, whatever has happened since the call began */
  ignoresEpochs?: boolean
  /** a cancelled probe keeps its place */
  keepsProbe?: boolean
  /** after a failed probe, as many failures are needed as before */
  forgives?: boolean
  /** it stays open for the same time, however often that was not enough */
  staysShort?: boolean
}

/** A breaker like the real one, but for what it gets wrong. */
class LooseBreaker extends CircuitBreaker {
  #now: BreakerState = { kind: 'closed', failures: 0, since: 0 }
  #epoch = 0
  #openings = 0

  constructor(
    private readonly own: Clock,
    private readonly mayEject: () => boolean,
    private readonly loose: Looseness,
  ) {
    super(own, mayEject)
  }

  override get state(): BreakerState {
    if (this.#now.kind === 'open' && this.own.now() >= this.#now.until) {
      this.#enter({ kind: 'half-open', isProbing: false })
    }
    return this.#now
  }

  override get isClosed(): boolean {
    return this.#now.kind === 'closed'
  }

  override get admits(): boolean {
    const { state } = this
    return (
      state.kind === 'closed' ||
      (state.kind === 'half-open' && (!state.isProbing || this.loose.stampedes === true))
    )
  }

  override begin(): Pass {
    const { state } = this
    const isProbe = state.kind === 'half-open'
    if (isProbe) state.isProbing = true
    return { epoch: this.#epoch, isProbe }
  }

  override end(pass: Pass, result: CallResult) {
    if (pass.epoch !== this.#epoch && !this.loose.ignoresEpochs) return
    const state = this.#now
    if (state.kind === 'closed') {
      state.failures = result === 'failure' ? state.failures + 1 : result === 'success' ? 0 : state.failures
      if (state.failures >= FAILURES && this.mayEject()) this.#open()
    } else if (result === 'success') {
      this.#close()
    } else if (state.kind === 'half-open' && result === 'failure') {
      if (this.loose.forgives) this.#close()
      else this.#open()
    } else if (state.kind === 'half-open' && !this.loose.keepsProbe) {
      state.isProbing = false
    }
  }

  #close() {
    this.#openings = 0
    this.#enter({ kind: 'closed', failures: 0, since: this.own.now() })
  }

  #open() {
    const ms = this.loose.staysShort ? OPEN_MS : Math.min(MAX_OPEN_MS, OPEN_MS * 2 ** this.#openings)
    this.#openings += 1
    this.#enter({ kind: 'open', until: this.own.now() + ms })
  }

  #enter(state: BreakerState) {
    this.#now = state
    this.#epoch += 1
  }
}

export function loosely(loose: Looseness): Policies {
  return { ...policies, breaker: (clock, mayOpen) => new LooseBreaker(clock, mayOpen, loose) }
}
