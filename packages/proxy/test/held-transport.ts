import type { Numbers } from '@sepal/ensemble'
import type { Batch } from '../src/batching/batch.ts'
import type { Outcome } from '../src/core/outcome.ts'
import type { Transport } from '../src/upstream/replica.ts'

/** A transport whose calls are under way until the test ends them. */
export class HeldTransport implements Transport {
  isClosed = false
  isOpen = true
  readonly #underWay: ((outcome: Outcome<Numbers>) => void)[] = []

  send(_: Batch): Promise<Outcome<Numbers>> {
    const { promise, resolve } = Promise.withResolvers<Outcome<Numbers>>()
    this.#underWay.push(resolve)
    return promise
  }

  /** Ends the oldest call under way. */
  end(outcome: Outcome<Numbers> = { kind: 'ok', value: new Float32Array() }) {
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
