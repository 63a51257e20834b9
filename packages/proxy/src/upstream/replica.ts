import type { Batch } from '../fanout/batch.ts'
import type { Clock } from '../fanout/clock.ts'
import type { Outcome } from '../fanout/outcome.ts'

/** The wire to one replica: whatever carries a batch there and its answer back. */
export interface Transport {
  /** @returns `[rowCount, K] float32`, checked, or why not; never rejects. An aborted `signal` ends it at once. */
  send(batch: Batch, signal: AbortSignal): Promise<Outcome<Float32Array>>
  close(): void
}

/** How much of a new measurement goes into a running mean. */
const WEIGHT = 0.2

/** Time of a call that is not the rows': what two event loops and the socket take, ms. */
const CALL_MS = 1

/** One process of a classifier, and what is known of it. */
export class Replica<T extends Transport = Transport> {
  callsUnderWay = 0
  /** running mean of the time that a row adds to a call, ms; 0 for a model that is fast */
  rowMs = 0
  #isRetired = false

  constructor(
    readonly address: string,
    readonly transport: T,
    private readonly clock: Clock,
  ) {}

  async send(batch: Batch): Promise<Outcome<Float32Array>> {
    const start = this.clock.now()
    this.callsUnderWay += 1
    const outcome = await this.transport.send(batch, batch.signal)
    this.callsUnderWay -= 1
    if (outcome.kind === 'ok') {
      const rowMs = Math.max(0, this.clock.now() - start - CALL_MS) / batch.rowCount
      this.rowMs += WEIGHT * (rowMs - this.rowMs)
    }
    this.#closeIfDone()
    return outcome
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
