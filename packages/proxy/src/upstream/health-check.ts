import type { Clock, Timer } from '../core/clock.ts'
import type { Replica } from './replica.ts'
import type { ReplicaPool } from './replica-pool.ts'

/** How often each replica is checked, ms. */
const EVERY_MS = 1000
/** Timeout of a check, ms. */
const PATIENCE_MS = 900

/**
 * Checks regularly whether replicas accept calls, so that one about to stop gets none before it is gone, and calls need
 * not find out which one is down. A replica without peers is not checked: no other could stand in.
 */
export class HealthCheck {
  #timer: Timer | undefined

  constructor(
    private readonly pool: ReplicaPool,
    private readonly clock: Clock,
  ) {}

  start() {
    this.#timer = this.clock.after(EVERY_MS, () => {
      const { replicas } = this.pool
      const asked = replicas.length > 1 ? replicas : replicas.filter(({ isMismatched }) => isMismatched)
      for (const replica of asked) this.#ask(replica)
      this.start()
    })
  }

  stop() {
    this.#timer?.cancel()
  }

  async #ask(replica: Replica) {
    const patience = new AbortController()
    const timer = this.clock.after(PATIENCE_MS, () => patience.abort())
    await replica.askReadiness(patience.signal)
    timer.cancel()
  }
}
