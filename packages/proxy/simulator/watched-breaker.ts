import type { Breaker, BreakerState, CallResult, Pass } from '../src/core/breaker.ts'
import { BreakerAround } from './breaker-around.ts'

type Kind = BreakerState['kind']

/** The legal state changes when a call ends. (An open breaker half opens with time alone.) */
const edges: readonly (readonly [from: Kind, to: Kind, by: 'success' | 'failure'])[] = [
  ['closed', 'open', 'failure'],
  ['half-open', 'open', 'failure'],
  ['half-open', 'closed', 'success'],
]
const FIRST_OPEN_MS = 250
const MAX_OPEN_MS = 2000
/** Consecutive failures after which it opens, if allowed. */
const FAILURES = 4

export type Watch = {
  now: () => number
  violated: (what: string) => void
  /** called when a breaker has opened */
  opened: () => void
  /** whether it may open */
  mayOpen: () => boolean
}

type Call = { epoch: number; isProbe: boolean }

/** Checks a breaker: legal changes only, one probe at a time, late results ignored, growing open times. */
export class WatchedBreaker extends BreakerAround {
  /** changes so far */
  #epoch = 0
  #kind: Kind = 'closed'
  #lastOpenMs = 0
  #failures = 0
  readonly #calls = new Map<Pass, Call>()

  constructor(
    inner: Breaker,
    private readonly watch: Watch,
  ) {
    super(inner)
  }

  override begin(): Pass {
    this.#look()
    const pass = super.begin()
    // Calls that have nowhere else to go are not probes.
    this.#calls.set(pass, { epoch: this.#epoch, isProbe: pass.isProbe })
    if (pass.isProbe && this.#probes > 1) {
      this.watch.violated('a half-open breaker let two calls through')
    }
    return pass
  }

  override end(pass: Pass, result: CallResult) {
    this.#look()
    const call = this.#calls.get(pass)
    this.#calls.delete(pass)
    const before = this.#kind
    super.end(pass, result)
    const { state } = this.inner
    const isCurrent = call?.epoch === this.#epoch
    if (isCurrent && result !== 'cancelled') this.#failures = result === 'failure' ? this.#failures + 1 : 0
    this.#checkOpens(state, isCurrent && result === 'failure')
    if (
      isCurrent &&
      call?.isProbe &&
      result === 'cancelled' &&
      state.kind === 'half-open' &&
      state.isProbing
    ) {
      this.watch.violated('a cancelled probe kept its place')
    }
    if (state.kind !== before) this.#changed(before, state, { result, isCurrent })
    else if (before === 'half-open' && isCurrent && call?.isProbe && result === 'failure') {
      this.watch.violated('a failed probe changed nothing')
    }
  }

  get #probes(): number {
    return [...this.#calls.values()].filter((call) => call.isProbe && call.epoch === this.#epoch).length
  }

  /** Records the state that time has brought about. */
  #look() {
    const { kind } = this.inner.state
    if (kind === this.#kind) return
    if (!(this.#kind === 'open' && kind === 'half-open')) {
      this.watch.violated(`a breaker went from ${this.#kind} to ${kind} by itself`)
    }
    this.#kind = kind
    this.#epoch += 1
  }

  /** One that was not allowed to open does so at its next failure; a cancelled call does not count. */
  #checkOpens(state: BreakerState, hasFailed: boolean) {
    if (state.kind === 'closed' && hasFailed && this.#failures >= FAILURES && this.watch.mayOpen()) {
      this.watch.violated(`after ${this.#failures} consecutive failures a breaker was still closed`)
    }
  }

  #changed(
    before: Kind,
    state: BreakerState,
    { result, isCurrent }: { result: CallResult; isCurrent: boolean },
  ) {
    const { violated, now, opened } = this.watch
    const isLegal = edges.some(([from, to, by]) => from === before && to === state.kind && by === result)
    if (!isLegal) violated(`a breaker went from ${before} to ${state.kind} after a ${result}`)
    if (!isCurrent) violated('a late result changed a breaker')
    if (state.kind === 'open') {
      const ms = state.until - now()
      const least = before === 'half-open' ? Math.min(MAX_OPEN_MS, 2 * this.#lastOpenMs) : FIRST_OPEN_MS
      if (ms < least - 0.001)
        violated(`a breaker opened for ${ms} ms, after ${this.#lastOpenMs} ms the time before`)
      this.#lastOpenMs = ms
      opened()
    }
    this.#kind = state.kind
    this.#epoch += 1
  }
}
