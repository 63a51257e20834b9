import type { Numbers } from '@sepal/ensemble'
import type { Model } from '../src/model/model.ts'
import { NONE_FAILED, type Prediction, type Rows } from '../src/model/rows.ts'

type Inference = { rows: Numbers; finish: (answer: Numbers) => void; fail: (error: Error) => void }

/** A model whose every inference waits until the test ends it. */
export class GatedModel implements Model {
  readonly file = 'gated.onnx'
  readonly sha256 = '0'.repeat(64)
  readonly inputs = ['input: float32 [N, 4]']
  readonly output = 'output_probability: float32 [N, 2]'
  readonly repairs = []
  readonly notes = []
  readonly takesFloat32 = true
  readonly #started: Inference[] = []
  readonly #awaited: ((inference: Inference) => void)[] = []
  /** how many inferences have begun */
  count = 0

  predict(rows: Rows): Promise<Prediction> {
    this.count += 1
    const { promise, resolve, reject } = Promise.withResolvers<Prediction>()
    const finish = (numbers: Numbers) => resolve({ numbers, failed: NONE_FAILED })
    const inference = { rows: rows.numbers, finish, fail: reject }
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
