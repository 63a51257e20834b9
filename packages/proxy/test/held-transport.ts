import type { Batch } from '../src/batching/batch.ts'
import type { Outcome } from '../src/core/outcome.ts'
import type { Transport } from '../src/upstream/replica.ts'

/** A transport whose calls are under way until the test ends them. */
export class HeldTransport implements Transport {
  isClosed = false
  isOpen = true
  readonly #underWay: ((outcome: Outcome<Float32Array>) => void)[] = []

  send(_: Batch): Promise<Outcome<Float32Array>> {
    const { promise, resolve } = Promise.withResolvers<Outcome<Float32Array>>()
    this.#underWay.push(resolve)
    return promise
  }

  /** Ends the oldest call under way. */
  end(outcome: Outcome<Float32Array> = { kind: 'ok', value: new Float32Array() }) {
    const resolve = this.#underWay.shift()
    if (resolve === undefined) throw new Error('no call is under way')
    resolve(outcome)
  }

  /** what it says when it is asked whether it wants calls */
  contractCheck: Outcome<unknown> = { kind: 'ok', value: undefined }

  async ready(): Promise<Outcome<unknown>> {
    return this.contractCheck
  }

  close() {
    this.isClosed = true
  }
}
