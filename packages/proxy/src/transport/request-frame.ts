import { encodeFrame, type Frame, type Numbers, type SocketRequest } from '@sepal/ensemble'
import type { BatchView } from '../core/batch-view.ts'
import type { Expected } from './expected-answer.ts'

type Head = Extract<SocketRequest, { kind: 'predict' }>

/** A batch as the classifier takes it: its own features in its own order, and the texts that they index. */
export function requestFrame(
  batch: BatchView,
  head: Omit<Head, 'kind' | 'rows' | 'dtype' | 'texts'>,
  { columns, codec, features, needsFloat64 }: Expected,
): Frame<SocketRequest> {
  const { rowCount } = batch
  const texts: string[] = []
  const fill = codec.hasTexts
    ? filler(rowsWithOwnTexts(batch, { columns, codec }, texts))
    : (out: Numbers) => batch.writeRows(out, columns)
  const whole: SocketRequest = {
    kind: 'predict',
    rows: rowCount,
    ...head,
    ...(needsFloat64 && { dtype: 'float64' }),
    ...(codec.hasTexts && { texts }),
  }
  return encodeFrame<SocketRequest>(whole, rowCount * features.length, fill)
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
