import type { Clock } from '../core/clock.ts'

/** So many failures in a row open it: at 1 % of noise that is once in 10⁸ calls. */
const FAILURES = 4
const FIRST_OPEN_MS = 250
/** A replica that has healed is asked again after at most this, ms. */
const MAX_OPEN_MS = 2000
/** So long closed, and what was before is forgotten, ms. */
const FORGET_MS = 10_000

/** The names of the states below. */
export const breakerStates = ['closed', 'open', 'half-open'] as const satisfies BreakerState['kind'][]

export type BreakerState =
  | { kind: 'closed'; failures: number; since: number }
  | { kind: 'open'; until: number }
  | { kind: 'half-open'; isProbing: boolean }

/** Leave to make one call. Results of calls that began before the last change of state are ignored. */
export type Pass = { readonly epoch: number; readonly isProbe: boolean }

export type CallResult = 'success' | 'failure' | 'cancelled'

/**
 * Keeps calls from a replica that fails. Open for a time that doubles with each opening in a row, then half open:
 * one call probes, the others go elsewhere. A cancelled probe is neither success nor failure and frees the place.
 * Whether it may open at all is its pool's to say: some replica must stay.
 */
export class CircuitBreaker {
  #state: BreakerState
  #epoch = 0
  #openings = 0

  constructor(
    private readonly clock: Clock,
    private readonly mayOpen: () => boolean,
  ) {
    this.#state = { kind: 'closed', failures: 0, since: clock.now() }
  }

  get state(): BreakerState {
    if (this.#state.kind === 'open' && this.clock.now() >= this.#state.until) {
      this.#enter({ kind: 'half-open', isProbing: false })
    }
    return this.#state
  }

  get isClosed(): boolean {
    return this.#state.kind === 'closed'
  }

  /** Whether a call may be made now. */
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

  /** Its pool has become so small that it may not stay out. */
  readmit() {
    this.#enter({ kind: 'closed', failures: 0, since: this.clock.now() })
  }

  #open() {
    const ms = Math.min(MAX_OPEN_MS, FIRST_OPEN_MS * 2 ** this.#openings)
    this.#openings += 1
    this.#enter({ kind: 'open', until: this.clock.now() + ms })
  }

  #enter(state: BreakerState) {
    this.#state = state
    this.#epoch += 1
  }
}
