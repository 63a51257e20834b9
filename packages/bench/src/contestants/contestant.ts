/** A process whose use of the machine counts. */
export type MeasuredProcess = { name: string; pid: number }

/** Somebody who answers the same requests as the others. */
export type Contestant = {
  name: string
  /** address without a path or a slash at the end */
  url: string
  /** where many rows go; one row goes to `/predict` */
  batchPath: string
  /** says what is wrong with an answer to the rows of these numbers, or nothing */
  wrongAnswer(numbers: readonly number[], answer: unknown): string | undefined
  /** every process that works for it, as of now */
  processes(): MeasuredProcess[]
  /** counts its calls to classifiers; missing where it makes none */
  calls?: CallCounter
}

export interface CallCounter {
  /** calls that each classifier has answered since it started, by its name */
  counts(): ReadonlyMap<string, number>
}
