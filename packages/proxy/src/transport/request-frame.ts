import { encodeFrame, type Frame, type Numbers, type SocketRequest } from '@sepal/ensemble'
import type { BatchView } from '../core/batch-view.ts'
import type { Expected } from './expected-answer.ts'

type Head = Extract<SocketRequest, { kind: 'predict' }>

type Call = Pick<Head, 'id' | 'timeoutMs'>

/** A batch as the classifier takes it, in one piece of memory. */
export function requestFrame(batch: BatchView, call: Call, expected: Expected): Frame<SocketRequest> {
  const { head, count, fill } = requestOf(batch, call, expected)
  return encodeFrame<SocketRequest>(head, count, fill)
}

/** The same for a classifier in this process. */
export function localRequest(batch: BatchView, call: Call, expected: Expected) {
  const { head, count, fill } = requestOf(batch, call, expected)
  const numbers = expected.needsFloat64 ? new Float64Array(count) : new Float32Array(count)
  fill(numbers)
  return { request: head, numbers }
}

/** Its own features in its own order, and the texts that they index. */
function requestOf(
  batch: BatchView,
  call: Call,
  { columns, codec, features, needsFloat64 }: Expected,
): { head: Head; count: number; fill: (out: Numbers) => void } {
  const { rowCount } = batch
  const texts: string[] = []
  const fill = codec.hasTexts
    ? filler(rowsWithOwnTexts(batch, { columns, codec }, texts))
    : (out: Numbers) => batch.writeRows(out, columns)
  const head: Head = {
    kind: 'predict',
    rows: rowCount,
    ...call,
    requestIds: [...batch.requestIds],
    ...(needsFloat64 && { dtype: 'float64' }),
    ...(codec.hasTexts && { texts }),
  }
  return { head, count: rowCount * features.length, fill }
}

/** The rows of a batch as a caller would have sent them to the classifier itself. */
export function wireRows(batch: BatchView, { columns, codec }: Expected) {
  return Array.from(batch.rowsWithTexts(), ([row, texts]) => codec.decode(select(row, columns), texts))
}

/** Reindexes the texts: a batch has rows of many callers, and not all texts of each caller. */
function rowsWithOwnTexts(
  batch: BatchView,
  { columns, codec }: Pick<Expected, 'columns' | 'codec'>,
  texts: string[],
): number[][] {
  return Array.from(batch.rowsWithTexts(), ([row, all]) =>
    select(row, columns).map((value, place) => {
      if (codec.features[place]?.kind !== 'text' || Number.isNaN(value)) return value
      return texts.push(all[value] ?? '') - 1
    }),
  )
}

function select(row: readonly number[], columns: readonly number[] | undefined): number[] {
  return columns === undefined ? [...row] : columns.map((column) => row[column] ?? Number.NaN)
}

const filler = (rows: readonly (readonly number[])[]) => (out: Numbers) => {
  let at = 0
  for (const row of rows) for (const value of row) out[at++] = value
}
