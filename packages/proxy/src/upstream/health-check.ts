import type { Clock, Timer } from '../core/clock.ts'
import type { Replica } from './replica.ts'
import type { ReplicaPool } from './replica-pool.ts'

/** How often each replica is asked, ms. */
const EVERY_MS = 1000
/** How long it may take to answer, ms. */
const PATIENCE_MS = 900

/**
 * Asks replicas again and again whether they want calls, so that one that is about to stop gets none before it is
 * gone, and one that is down gets none to find out. A replica without others is not asked: nobody could stand in.
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
