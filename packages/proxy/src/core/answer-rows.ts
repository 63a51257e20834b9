/** Some rows of a classifier's answer, `[rows, width] float32`, where they lie in the answer to a whole batch. */
export type AnswerRows = {
  readonly data: Float32Array
  /** place of the first number in `data` */
  readonly at: number
  readonly rows: number
  readonly width: number
}

/** One row's probabilities as numbers. */
export function rowOf({ data, at, width }: AnswerRows, row: number): number[] {
  const start = at + row * width
  const numbers: number[] = []
  for (let i = start; i < start + width; i++) numbers.push(data[i] ?? Number.NaN)
  return numbers
}

/** All rows' probabilities. */
export function rowsOf(answer: AnswerRows): number[][] {
  return Array.from({ length: answer.rows }, (_, row) => rowOf(answer, row))
}

/** One row's first probability: "it is". */
export function firstOf({ data, at, width }: AnswerRows, row: number): number {
  return data[at + row * width] ?? Number.NaN
}
