/** A process whose resource usage is measured. */
export type MeasuredProcess = { name: string; pid: number }

/** A server that answers the same requests as the others. */
export type Contestant = {
  name: string
  /** address without a path or trailing slash */
  url: string
  /** path for many rows; single rows go to `/predict` */
  batchPath: string
  /** what is wrong with an answer to the rows of these numbers, if anything */
  wrongAnswer(numbers: readonly number[], answer: unknown): string | undefined
  /** all processes that work for it at present */
  processes(): MeasuredProcess[]
  /** counts its calls to classifiers; absent if it makes none */
  calls?: CallCounter
}

export interface CallCounter {
  /** calls that each classifier has answered since its start, by name */
  counts(): Promise<ReadonlyMap<string, number>>
}
