import type { Clock, Timer } from '../core/clock.ts'
import type { Replica } from './replica.ts'
import type { ReplicaPool } from './replica-pool.ts'

/** How often each replica is checked, ms. */
const EVERY_MS = 1000
/** Timeout of a check, ms. */
const PATIENCE_MS = 900

/**
 * Checks regularly whether replicas accept calls, so that one about to stop gets none before it is gone, and calls need
 * not find out which one is down. One without peers is checked too: nothing else would tell that it hangs, or is well
 * again while no calls come.
 */
export class HealthCheck {
  #timer: Timer | undefined
  /** `undefined` until a replica has answered: before, it is starting */
  #didAnswer: boolean | undefined

  constructor(
    private readonly pool: ReplicaPool,
    private readonly clock: Clock,
    /** told when no replica answers any more, and when one does again */
    private readonly onChange: (doesAnswer: boolean) => void = () => {},
  ) {}

  start() {
    this.#timer = this.clock.after(EVERY_MS, () => {
      for (const replica of this.pool.replicas) this.#ask(replica)
      this.start()
    })
  }

  stop() {
    this.#timer?.cancel()
  }

  async #ask(replica: Replica) {
    const patience = new AbortController()
    const timer = this.clock.after(PATIENCE_MS, () => patience.abort())
    const isAnswered = await replica.askReadiness(patience.signal)
    timer.cancel()
    if (isAnswered) this.#didAnswer ??= true
    const { doesAnswer } = this.pool
    if (this.#didAnswer === undefined || doesAnswer === this.#didAnswer) return
    this.#didAnswer = doesAnswer
    this.onChange(doesAnswer)
  }
}
