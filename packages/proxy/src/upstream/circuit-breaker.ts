import type { Breaker, BreakerState, CallResult, Pass } from '../core/breaker.ts'
import type { Clock } from '../core/clock.ts'

/** Consecutive failures that open it: with 1 % noise that happens once in 10⁸ calls. */
const FAILURES = 4
/** After this long closed, earlier openings are forgotten, ms. */
const FORGET_MS = 10_000

/** How long it stays open, ms: the first time, and at most after consecutive openings. */
export type OpenTimes = { firstMs: number; maxMs: number }
/** A healed replica is probed again after `maxMs` at the latest. */
const OPEN_TIMES: OpenTimes = { firstMs: 250, maxMs: 2000 }

/**
 * Keeps calls from a replica that fails. Stays open for a time that doubles with each consecutive opening, then half
 * opens: one call probes, the others go elsewhere. A cancelled probe is neither success nor failure; another call may
 * probe. The pool decides whether it may open at all, since some replica must stay.
 */
export class CircuitBreaker implements Breaker {
  #state: BreakerState
  #epoch = 0
  #openings = 0

  constructor(
    private readonly clock: Clock,
    private readonly mayOpen: () => boolean,
    private readonly openTimes = OPEN_TIMES,
  ) {
    this.#state = { kind: 'closed', failures: 0, since: clock.now() }
  }

  get state(): BreakerState {
    if (this.#state.kind === 'open' && this.clock.now() >= this.#state.until) {
      this.#enter({ kind: 'half-open', isProbing: false })
    }
    return this.#state
  }

  get admits(): boolean {
    const { state } = this
    return state.kind === 'closed' || (state.kind === 'half-open' && !state.isProbing)
  }

  begin(): Pass {
    const { state } = this
    const isProbe = state.kind === 'half-open' && !state.isProbing
    if (isProbe) state.isProbing = true
    return { epoch: this.#epoch, isProbe }
  }

  end(pass: Pass, result: CallResult) {
    if (pass.epoch !== this.#epoch) return
    const state = this.#state
    switch (state.kind) {
      case 'closed':
        if (result === 'success') state.failures = 0
        if (result !== 'failure') return
        state.failures += 1
        if (state.failures >= FAILURES && this.mayOpen()) {
          if (this.clock.now() - state.since > FORGET_MS) this.#openings = 0
          this.#open()
        }
        return
      case 'half-open':
        if (!pass.isProbe) return
        if (result === 'cancelled') state.isProbing = false
        else if (result === 'failure') this.#open()
        else this.#enter({ kind: 'closed', failures: 0, since: this.clock.now() })
        return
      case 'open':
        return
    }
  }

  readmit() {
    this.#enter({ kind: 'closed', failures: 0, since: this.clock.now() })
  }

  #open() {
    const { firstMs, maxMs } = this.openTimes
    const ms = Math.min(maxMs, firstMs * 2 ** this.#openings)
    this.#openings += 1
    this.#enter({ kind: 'open', until: this.clock.now() + ms })
  }

  #enter(state: BreakerState) {
    this.#state = state
    this.#epoch += 1
  }
}
