/** Some rows of a classifier's answer, `[rows, classes] float32`, where they lie in the answer to a whole batch. */
export type Probabilities = {
  readonly data: Float32Array
  /** place of the first number in `data` */
  readonly at: number
  readonly rows: number
  readonly classes: number
}

/** One row's probabilities as numbers. */
export function rowOf({ data, at, classes }: Probabilities, row: number): number[] {
  const start = at + row * classes
  const numbers: number[] = []
  for (let i = start; i < start + classes; i++) numbers.push(data[i] ?? Number.NaN)
  return numbers
}

/** All rows' probabilities. */
export function rowsOf(answer: Probabilities): number[][] {
  return Array.from({ length: answer.rows }, (_, row) => rowOf(answer, row))
}

/** One row's first probability: "it is". */
export function firstOf({ data, at, classes }: Probabilities, row: number): number {
  return data[at + row * classes] ?? Number.NaN
}
