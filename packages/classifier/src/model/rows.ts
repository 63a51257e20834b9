import type { Numbers } from '@sepal/ensemble'

/** Rows for a model: `[N, F]` numbers, row by row. A text feature's number is a place in `texts`; a gap is NaN. */
export type Rows = { numbers: Numbers; texts: readonly string[] }

/** A row without an answer, by its place in the call. */
export type FailedRow = { row: number; detail: string }

/** `[N, W]` numbers, row by row; those of failed rows are NaN. */
export type Prediction = { numbers: Numbers; failed: readonly FailedRow[] }

/** `texts` of rows without any. */
export const NO_TEXTS: readonly string[] = []
export const NONE_FAILED: readonly FailedRow[] = []

/** A part of some rows, from one row to another (exclusive). */
export function sliceRows({ numbers, texts }: Rows, from: number, to: number, width: number): Rows {
  return { numbers: numbers.subarray(from * width, to * width), texts }
}

/** What `joinRows` must know of a row: its numbers, and which of them are places in a list of texts. */
export type RowLayout = { width: number; textColumns: readonly number[] }

/** Several pieces of rows as one, in their order; the piece itself when there is only one. */
export function joinRows(parts: readonly Rows[], { width, textColumns }: RowLayout): Rows {
  const [first] = parts
  if (parts.length === 1 && first) return first
  const numbers = joinNumbers(parts.map((part) => part.numbers))
  if (textColumns.length === 0) return { numbers, texts: NO_TEXTS }
  const texts: string[] = []
  let at = 0
  for (const part of parts) {
    const end = at + part.numbers.length
    for (; at < end; at += width) {
      for (const column of textColumns) {
        const place = numbers[at + column] ?? Number.NaN
        numbers[at + column] = place + texts.length
      }
    }
    for (const text of part.texts) texts.push(text)
  }
  return { numbers, texts }
}

/** Answers of several pieces of rows as one, `width` numbers a row. */
export function joinPredictions(parts: readonly Prediction[], width: number): Prediction {
  const [first] = parts
  if (parts.length === 1 && first) return first
  const failed: FailedRow[] = []
  let rows = 0
  for (const part of parts) {
    for (const { row, detail } of part.failed) failed.push({ row: row + rows, detail })
    rows += part.numbers.length / width
  }
  return { numbers: joinNumbers(parts.map(({ numbers }) => numbers)), failed }
}

/** The answers to a part of the rows, from one row to another (exclusive). */
export function slicePrediction(
  { numbers, failed }: Prediction,
  from: number,
  to: number,
  width: number,
): Prediction {
  const own =
    failed.length === 0
      ? NONE_FAILED
      : failed
          .filter(({ row }) => row >= from && row < to)
          .map(({ row, detail }) => ({ row: row - from, detail }))
  return { numbers: numbers.subarray(from * width, to * width), failed: own }
}

/** Pieces of numbers as one, as float64 when one of them is. */
function joinNumbers(parts: readonly Numbers[]): Numbers {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const isFloat32 = parts.every((part) => part instanceof Float32Array)
  const whole = isFloat32 ? new Float32Array(length) : new Float64Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
