import type { Model } from '../src/model/model.ts'

type Inference = { rows: Float32Array; finish: (answer: Float32Array) => void; fail: (error: Error) => void }

/** A model whose every inference waits until the test ends it. */
export class GatedModel implements Model {
  readonly file = 'gated.onnx'
  readonly sha256 = '0'.repeat(64)
  readonly input = 'input'
  readonly output = 'output_probability'
  readonly #started: Inference[] = []
  readonly #awaited: ((inference: Inference) => void)[] = []
  /** how many inferences have begun */
  count = 0

  predict(rows: Float32Array): Promise<Float32Array> {
    this.count += 1
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array>()
    const inference = { rows, finish: resolve, fail: reject }
    const awaited = this.#awaited.shift()
    if (awaited) awaited(inference)
    else this.#started.push(inference)
    return promise
  }

  /** The next inference, once it has begun. */
  next(): Promise<Inference> {
    const started = this.#started.shift()
    return started ? Promise.resolve(started) : new Promise((resolve) => this.#awaited.push(resolve))
  }

  async release() {}
}
