import type { Prediction, Rows } from './rows.ts'

/** A loaded model that fits the manifest: in this thread, or in threads of its own. */
export interface Model {
  readonly file: string
  /** of the file, and of the files with its weights after it */
  readonly sha256: string
  /** its inputs, as in "input: float32 [N, 4]" */
  readonly inputs: readonly string[]
  /** the output that is read, in the same form */
  readonly output: string
  /** what was changed in memory, each in one sentence */
  readonly repairs: readonly string[]
  /** what was decided about features and classes, each in one sentence */
  readonly notes: readonly string[]
  /** whether float32 holds every number that it takes */
  readonly takesFloat32: boolean
  /**
   * @param rows `[N, F]` numbers
   * @returns `[N, W]` numbers, and the rows for which it gives none
   * @throws when it fails whatever it is asked
   */
  predict(rows: Rows): Promise<Prediction>
  release(): Promise<void>
}
