import type { BatchAnswer } from '../src/core/batch-answer.ts'
import type { BatchView } from '../src/core/batch-view.ts'
import type { Outcome } from '../src/core/outcome.ts'
import type { Transport } from '../src/core/transport.ts'

/** A transport whose calls stay in flight until the test ends them. */
export class HeldTransport implements Transport {
  isClosed = false
  isOpen = true
  readonly #underWay: ((outcome: Outcome<BatchAnswer>) => void)[] = []

  send(_: BatchView): Promise<Outcome<BatchAnswer>> {
    const { promise, resolve } = Promise.withResolvers<Outcome<BatchAnswer>>()
    this.#underWay.push(resolve)
    return promise
  }

  /** Ends the oldest call in flight. */
  end(outcome: Outcome<BatchAnswer> = { kind: 'ok', value: { numbers: new Float32Array() } }) {
    const resolve = this.#underWay.shift()
    if (resolve === undefined) throw new Error('no call is under way')
    resolve(outcome)
  }

  /** its answer to a health check */
  contractCheck: Outcome<unknown> = { kind: 'ok', value: undefined }

  async ready(): Promise<Outcome<unknown>> {
    return this.contractCheck
  }

  close() {
    this.isClosed = true
  }
}
