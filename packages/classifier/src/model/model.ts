/** What the model must take and give: rows of `features` numbers, answers of `classes` probabilities. */
export type Shape = { features: number; classes: number }

/** A loaded model whose inputs and outputs are known to fit: in this thread, or in threads of its own. */
export interface Model {
  readonly file: string
  readonly sha256: string
  /** name of its input */
  readonly input: string
  /** name of its output of probabilities */
  readonly output: string
  /**
   * @param rows `[N, F] float32`, row by row
   * @returns `[N, K] float32`, row by row; every value finite and in [0, 1]
   */
  predict(rows: Float32Array): Promise<Float32Array>
  release(): Promise<void>
}
