import { requestBody, type SampleRow } from './sample-rows.ts'

/** The name of the contestant that does nothing: the limit to which the others are compared. */
export const LIMIT = 'do-nothing route'

/** A process whose resource usage is measured. */
export type MeasuredProcess = { name: string; pid: number }

/** A server that answers the same requests as the others. */
export type Contestant = {
  name: string
  /** address without a path or trailing slash */
  url: string
  /** path for many rows; single rows go to `/predict` */
  batchPath: string
  /** sent with each request, beside those of JSON */
  headers?: Readonly<Record<string, string>>
  /** how it is asked, if not as Sepal is */
  requestOf?(rows: readonly SampleRow[], numbers: readonly number[]): Request
  /** what is wrong with an answer to the rows of these numbers, if anything */
  wrongAnswer(numbers: readonly number[], answer: unknown): string | undefined
  /** all processes that work for it at present */
  processes(): MeasuredProcess[]
  /** counts its calls to classifiers; absent if it makes none */
  calls?: CallCounter
}

/** What is sent for some rows. */
type Request = { path: string; body: string }

/** The request that asks a contestant for the rows of these numbers. */
export function requestTo(
  { batchPath, requestOf }: Contestant,
  rows: readonly SampleRow[],
  numbers: readonly number[],
): Request {
  if (requestOf) return requestOf(rows, numbers)
  return { path: numbers.length === 1 ? '/predict' : batchPath, body: requestBody(rows, numbers) }
}

export interface CallCounter {
  /** calls that each classifier has answered since its start, by name */
  counts(): Promise<ReadonlyMap<string, number>>
}
